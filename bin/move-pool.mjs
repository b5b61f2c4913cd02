// npm run move-pool -- FROM TO: moves a pool from SQLite to PostgreSQL, while Polaris does not run.
import { prepare } from "./prepare.mjs";

prepare();
// It reads .env, where DATABASE_URL may stand.
await import("./environment.mjs");
const { moveLine } = await import("../dist/src/move-line.js");
process.exitCode = await moveLine(process.argv.slice(2), process.env);
