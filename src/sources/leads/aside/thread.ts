import { on } from "node:events";
import { Worker } from "node:worker_threads";
import { builtFile, PolarisError } from "../../../runtime/index.js";
import type { Crossing, Reading } from "./messages.js";

/** Its heap: a few pages of lines and what reading them leaves behind. */
const RESOURCES = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

/**
 * The pages of a list, of as many lines as given, as a thread of its own reads them, which goes on reading while they are stored.
 * @throws PolarisError file_unreadable where the file breaks off
 */
export async function* readAside<Parts>(reading: Reading, size: number): AsyncGenerator<readonly Parts[]> {
  const worker = new Worker(builtFile("src/sources/leads/aside/worker.js"), {
    workerData: reading,
    resourceLimits: RESOURCES,
  });
  let page: Parts[] = [];
  try {
    for await (const [crossing] of on(worker, "message", { close: ["exit"] }) as AsyncIterable<[Crossing<Parts>]>) {
      if (crossing.kind === "end") {
        if (page.length > 0) yield page;
        return;
      }
      if (crossing.kind === "failed") throw new PolarisError(crossing.code, crossing.message);
      worker.postMessage("more");
      page.push(...crossing.lines);
      if (page.length < size) continue;
      yield page;
      page = [];
    }
    throw new Error("the thread that reads the list ended before its end");
  } finally {
    await worker.terminate();
  }
}
