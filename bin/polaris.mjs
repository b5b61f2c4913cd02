#!/usr/bin/env node
// npx polaris <command line>: the same commands as in Slack, at the terminal. `npx polaris serve` runs the bot.
import { prepare } from "./prepare.mjs";

prepare();
const { isSandbox, sandboxForBot, sandboxForLine, useSandbox } = await import("./environment.mjs");
const words = process.argv.slice(2);
const isBot = words[0] === "serve";
const sandbox = isSandbox ? await (isBot ? sandboxForBot() : sandboxForLine()) : null;
if (sandbox) useSandbox(sandbox);
const { serve, terminal } = await import("../dist/src/main.js");
const status = isBot
  ? await serve(process.env, { console: sandbox?.console ?? null })
  : await terminal(words, process.env);
await sandbox?.stop();
process.exitCode = status;
