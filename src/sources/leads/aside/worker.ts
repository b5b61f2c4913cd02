// The thread that reads a list of leads and makes its records, while another thread stores them. It knows no pool.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { PolarisError } from "../../../runtime/index.js";
import { Credit } from "../../credit.js";
import { recogniseLeads } from "../recognise.js";
import { CROSSINGS_AHEAD, type Crossing, LINES_PER_CROSSING, type LinePacking, type Reading } from "./messages.js";

const { file, source, packing } = workerData as Reading;
const { pack }: LinePacking = await import(pathToFileURL(packing).href);

const credit = new Credit(CROSSINGS_AHEAD);
parentPort?.on("message", () => credit.more());

const say = (crossing: Crossing): void => parentPort?.postMessage(crossing);

async function read(): Promise<void> {
  const table = await recogniseLeads(file, [source], source.name);
  if (table === null) throw new Error(`“${file.name}” is no list of ${source.name} any more`);
  for await (const page of table.pages(LINES_PER_CROSSING)) {
    const parts = page.map(pack);
    await credit.spend();
    say({ kind: "lines", lines: parts });
  }
  say({ kind: "end" });
}

try {
  await read();
} catch (error) {
  if (!(error instanceof PolarisError)) throw error;
  say({ kind: "failed", code: error.code, message: error.message });
}
parentPort?.close();
