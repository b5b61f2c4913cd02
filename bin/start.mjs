// npm start: sets up what is missing, then runs Polaris; the sandbox when nothing is configured.
import { prepare } from "./prepare.mjs";

prepare();
const { isSandbox, runningSandbox, startSandbox, useSandbox } = await import("./environment.mjs");
let sandbox = null;
if (isSandbox) {
  const other = await runningSandbox();
  if (other) {
    console.error(`Polaris already runs here, with sample data: open ${other.console}`);
    process.exit(1);
  }
  sandbox = await startSandbox();
  useSandbox(sandbox);
}
const { serve } = await import("../dist/src/main.js");
const status = await serve(process.env, { console: sandbox?.console ?? null });
sandbox?.stop();
process.exit(status);
