import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

// The proxy variables of a developer's machine would also catch requests to 127.0.0.1.
const env = { ...process.env, HTTP_PROXY: "", HTTPS_PROXY: "", http_proxy: "", https_proxy: "" };

const start = (file, args) => fork(path.join(import.meta.dirname, file), args.map(String), { env });

/** Starts a process that stays: what it says first, and how to ask it more and to end it. */
export async function startBeside(file, ...args) {
  const child = start(file, args);
  const said = await firstMessage(child, file);
  return {
    ...said,
    /** Tells it something and gives its answer. */
    async ask(question) {
      child.send(question);
      return firstMessage(child, file);
    },
    stop() {
      child.disconnect();
    },
  };
}

/** Runs a process to its end and gives what it said. */
export async function runBeside(file, ...args) {
  const child = start(file, args);
  const ended = once(child, "exit");
  const said = await firstMessage(child, file);
  await ended;
  return said;
}

function firstMessage(child, file) {
  return new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`${file} ended with ${code} and said nothing`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}
