// npm start: sets up what is missing, then runs Polaris; the sandbox when nothing is configured.
import { prepare } from "./prepare.mjs";

prepare();
const { isSandbox, sandboxForBot, useSandbox } = await import("./environment.mjs");
const sandbox = isSandbox ? await sandboxForBot() : null;
if (sandbox) useSandbox(sandbox);
const { serve } = await import("../dist/src/main.js");
const status = await serve(process.env, { console: sandbox?.console ?? null });
await sandbox?.stop();
process.exit(status);
