// A real PostgreSQL server that lives as long as the process that asked for it: an own cluster in a temporary folder,
// on a free port of 127.0.0.1. Used by the tests and by `npm run db:migrate`.
import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "./free-port.mjs";

/** The folder of initdb and pg_ctl, newest version first; null when PostgreSQL is not installed. */
export function postgresFolder() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((v) => path.join(debian, v, "bin")),
    ...(process.env.PATH ?? "").split(path.delimiter),
  ];
  return folders.find((f) => existsSync(path.join(f, "initdb")) && existsSync(path.join(f, "pg_ctl"))) ?? null;
}

/** initdb refuses to run as root: root borrows the postgres user that the Debian package made. */
function asServerUser(program, args) {
  const root = process.getuid?.() === 0;
  const command = root ? ["runuser", ["-u", "postgres", "--", program, ...args]] : [program, args];
  return execFileSync(command[0], command[1], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    cwd: os.tmpdir(),
  });
}

/** Starts a cluster; `url` is its maintenance database. Call `stop()` when done. */
export async function startPostgres() {
  const folder = postgresFolder();
  if (folder === null) throw new Error("PostgreSQL is not installed. On Debian: apt-get install postgresql");
  const home = mkdtempSync(path.join(os.tmpdir(), "polaris-postgres-"));
  if (process.getuid?.() === 0) {
    const id = (flag) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
    chownSync(home, id("-u"), id("-g"));
  }
  const data = path.join(home, "data");
  const port = await freePort();
  asServerUser(path.join(folder, "initdb"), [
    "-D",
    data,
    "-U",
    "polaris",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
  ]);
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${home} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200`;
  asServerUser(path.join(folder, "pg_ctl"), ["-D", data, "-w", "-l", path.join(home, "log"), "-o", settings, "start"]);
  return {
    url: `postgresql://polaris@127.0.0.1:${port}/postgres`,
    stop() {
      asServerUser(path.join(folder, "pg_ctl"), ["-D", data, "-m", "immediate", "stop"]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
