#!/usr/bin/env node
// npx polaris <command line>: the same commands as in Slack, at the terminal.
import { prepare } from "./prepare.mjs";

prepare();
const { isSandbox, runningSandbox, startSandbox, useSandbox } = await import("./environment.mjs");
let own = null;
if (isSandbox) {
  const running = await runningSandbox();
  if (running === null) own = await startSandbox();
  useSandbox(running ?? own);
}
const words = process.argv.slice(2);
const { serve, terminal } = await import("../dist/src/main.js");
const status = words[0] === "serve" ? await serve(process.env, { console: null }) : await terminal(words, process.env);
own?.stop();
process.exitCode = status;
