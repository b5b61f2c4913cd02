// One process at a time: a file that names the process that holds it. A file whose process is gone counts as none.
// Plain JavaScript without packages: it is used before they are installed.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const LOOK_AGAIN_AFTER = 100;

/** The contents of a file; null when it is not there. */
export function contentOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

/** Whether a process lives, be it somebody else's. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Takes the lock; gives what releases it, or null when another process has it. */
export function tryLock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    forgetDead(file);
    return null;
  }
  const release = () => {
    process.off("exit", release);
    if (contentOf(file) === String(process.pid)) rmSync(file, { force: true });
  };
  process.on("exit", release);
  return release;
}

/** Removes the lock of a process that is gone. Moved aside first: of two that find it, only one moves it. */
function forgetDead(file) {
  const holder = contentOf(file);
  // Empty is a lock that is being written this moment.
  if (!holder || isAlive(Number(holder))) return;
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (contentOf(aside) === holder) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

/** Does some work while no other process does work under the same lock. Waits up to `milliseconds` for its turn. */
export function alone(file, milliseconds, work) {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited <= milliseconds; waited += LOOK_AGAIN_AFTER) {
    const release = tryLock(file);
    if (release) {
      try {
        return work();
      } finally {
        release();
      }
    }
    Atomics.wait(sleeper, 0, 0, LOOK_AGAIN_AFTER);
  }
  throw new Error(stuck(file));
}

export const stuck = (file) =>
  `Process ${contentOf(file)} has kept ${file} for too long. If that is no Polaris, remove the file, then try again.`;
