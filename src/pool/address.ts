import path from "node:path";
import { PolarisError } from "../runtime/index.js";
import type { Engine } from "./model.js";

/** Which engine a DATABASE_URL names: "file:…" is SQLite, "postgresql://…" PostgreSQL. */
export function engineOf(url: string): Engine {
  if (/^postgres(ql)?:\/\//.test(url)) return "postgresql";
  if (url.startsWith("file:")) return "sqlite";
  throw new PolarisError(
    "configuration_invalid",
    "DATABASE_URL is not understood. Expected file:./data/polaris.db (SQLite) or postgresql://user@host/database.",
  );
}

/** The absolute path of a SQLite pool. */
export const sqliteFile = (url: string): string => path.resolve(url.replace(/^file:/, ""));
