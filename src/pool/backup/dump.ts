import { run } from "./programs.js";

/** Writes a PostgreSQL pool into a file as it is at this moment, while others go on writing. @throws PolarisError backup_failed */
export async function dumpInto(file: string, url: string, signal?: AbortSignal): Promise<void> {
  await run(
    "pg_dump",
    ["--format=custom", "--schema=public", "--no-owner", "--no-privileges", `--file=${file}`],
    url,
    signal,
  );
}
