// The thread that copies a SQLite pool and checks the copy, while others write to the pool.
import { parentPort, workerData } from "node:worker_threads";
import { copySqlite } from "../copy.js";
import type { Copied, Copying } from "./aside.js";
import { isDamage, whatIsUnsound } from "./sound.js";

const { file, to } = workerData as Copying;
const stopping = new AbortController();
parentPort?.once("message", () => stopping.abort());

async function copyAndCheck(): Promise<Copied> {
  try {
    await copySqlite(file, to, stopping.signal);
    const why = whatIsUnsound(to);
    return why === null ? { kind: "sound" } : { kind: "unsound", why };
  } catch (error) {
    if (isDamage(error)) return { kind: "unsound", why: error.message };
    if (!(error instanceof Error)) return { kind: "failed", why: String(error), code: "" };
    return { kind: "failed", why: error.message, code: "code" in error ? String(error.code) : "" };
  }
}

parentPort?.postMessage(await copyAndCheck());
parentPort?.close();
