#!/usr/bin/env node
// npx polaris <command line>: the same commands as in Slack, at the terminal. `npx polaris serve` runs the bot, and
// `npx polaris restore FILE` puts a backup in the place of the pool, which no command may do while Polaris has it open.
import { prepare } from "./prepare.mjs";

prepare();
const { isSandbox, sandboxForBot, sandboxForLine, useSandbox } = await import("./environment.mjs");
const words = process.argv.slice(2);
const isBot = words[0] === "serve";
const sandbox = isSandbox ? await (isBot ? sandboxForBot() : sandboxForLine()) : null;
if (sandbox) useSandbox(sandbox);
const status = await (words[0] === "restore" ? restored() : answered());
await sandbox?.stop();
process.exitCode = status;

async function restored() {
  const { restoreLine } = await import("../dist/src/restore-line.js");
  return restoreLine("npx polaris restore", words.slice(1), process.env);
}

async function answered() {
  const { serve, terminal } = await import("../dist/src/main.js");
  return isBot ? serve(process.env, { console: sandbox?.console ?? null }) : terminal(words, process.env);
}
