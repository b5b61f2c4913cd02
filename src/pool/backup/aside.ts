import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { builtFile, PolarisError } from "../../runtime/index.js";

export interface Copying {
  readonly file: string;
  readonly to: string;
}

/** How the copying ended, as it crosses from thread to thread. */
export type Copied =
  | { readonly kind: "sound" }
  | { readonly kind: "unsound"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string; readonly code: string };

/**
 * Copies a SQLite pool and looks at every page of the copy, as a thread of its own: others go on writing meanwhile.
 * @throws PolarisError backup_failed when the copy is not sound
 */
export async function copyAside(copying: Copying, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const worker = new Worker(builtFile("src/pool/backup/worker.js"), { workerData: copying });
  const stop = () => worker.postMessage("stop");
  signal?.addEventListener("abort", stop);
  try {
    const [copied] = (await once(worker, "message")) as [Copied];
    signal?.throwIfAborted();
    if (copied.kind === "sound") return;
    if (copied.kind === "failed") throw Object.assign(new Error(copied.why), { code: copied.code });
    throw new PolarisError(
      "backup_failed",
      `The backup is not sound, and so the pool may not be: SQLite says “${copied.why}”. Look at the disk, and restore the last backup.`,
    );
  } finally {
    signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
