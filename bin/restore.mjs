// npm run restore -- FILE: puts a backup in the place of the pool, while Polaris does not run.
import { prepare } from "./prepare.mjs";

prepare();
const { isSandbox, sandboxForLine, useSandbox } = await import("./environment.mjs");
const sandbox = isSandbox ? await sandboxForLine() : null;
if (sandbox) useSandbox(sandbox);
const { restoreLine } = await import("../dist/src/restore-line.js");
process.exitCode = await restoreLine("npm run restore --", process.argv.slice(2), process.env);
await sandbox?.stop();
