import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { PolarisError } from "../../runtime/index.js";

type Program = "pg_dump" | "pg_restore" | "psql";

/** What PostgreSQL's programs understand of an address; others are for our own driver. */
const UNDERSTOOD = new Set(["host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"]);

/** An address without its password, which goes by the environment: everybody on the machine may read command lines. */
function addressed(url: string): { readonly address: string; readonly password: string | null } {
  const address = new URL(url);
  const password = address.password === "" ? null : decodeURIComponent(address.password);
  address.password = "";
  for (const name of [...address.searchParams.keys()]) if (!UNDERSTOOD.has(name)) address.searchParams.delete(name);
  // What our driver calls so, the programs call "require": encrypted, whoever answers.
  if (address.searchParams.get("sslmode") === "no-verify") address.searchParams.set("sslmode", "require");
  return { address: address.href, password };
}

interface Started {
  readonly child: ChildProcess;
  /** Resolves when it ended well. @throws PolarisError backup_failed */
  readonly ended: Promise<void>;
}

function start(program: Program, args: readonly string[], url: string | null, signal?: AbortSignal): Started {
  signal?.throwIfAborted();
  const to = url === null ? null : addressed(url);
  const env = {
    ...process.env,
    // Its words are shown to people: in one language whatever the machine's.
    LC_MESSAGES: "C",
    ...(to?.password == null ? {} : { PGPASSWORD: to.password }),
  };
  const child = spawn(program, [...args, ...(to === null ? [] : ["--dbname", to.address])], { env });
  const stop = () => child.kill();
  signal?.addEventListener("abort", stop);
  const ended = endOf(program, child).finally(() => signal?.removeEventListener("abort", stop));
  // Of two that work together one may fail while the other is still waited for.
  ended.catch(() => undefined);
  return { child, ended };
}

async function endOf(program: Program, child: ChildProcess): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    if (said.length < 10_000) said += chunk.toString("utf8");
  });
  let status: number | null;
  try {
    [status] = (await once(child, "close")) as [number | null];
  } catch (cause) {
    throw new PolarisError(
      "backup_failed",
      `${program} is not on this machine, or cannot be run. Expected PostgreSQL's client programs (pg_dump, pg_restore, psql), as new as the server or newer; on Debian or Ubuntu: apt-get install postgresql-client.`,
      { cause },
    );
  }
  if (status !== 0) throw new PolarisError("backup_failed", `${program} failed: ${reasonIn(said)}`);
}

/** The first error that a program names; what follows it may hold values of rows. */
function reasonIn(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((each) => /error|fatal/i.test(each)) ?? lines[0] ?? "it gave no reason";
  const words = line.replace(/^.*?\b(?:error|fatal):\s*/i, "").trim();
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** Runs a program to its end. Resolves to what it wrote. @throws PolarisError backup_failed */
export async function run(
  program: Program,
  args: readonly string[],
  url: string | null = null,
  signal?: AbortSignal,
): Promise<string> {
  const { child, ended } = start(program, args, url, signal);
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  child.stdin?.end();
  await ended;
  return output;
}

/** @throws PolarisError backup_failed where they are missing */
export async function lookForPrograms(): Promise<void> {
  for (const program of ["pg_dump", "pg_restore", "psql"] as const) await run(program, ["--version"]);
}

/** Has psql do some statements, and then what a dump holds of the schema, all of it or nothing. @throws PolarisError backup_failed */
export async function replay(statements: string, dump: readonly string[], url: string): Promise<void> {
  const psql = start(
    "psql",
    ["--no-psqlrc", "--quiet", "--output=/dev/null", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"],
    url,
  );
  const restore = start("pg_restore", [...dump, "--file=-"], null);
  const { stdin } = psql.child;
  const { stdout } = restore.child;
  if (stdin === null || stdout === null) throw new Error("a program was started without its pipes");
  restore.child.stdin?.end();
  stdin.on("error", () => undefined);
  stdin.write(statements);
  const [sent, restored] = await Promise.allSettled([pipeline(stdout, stdin, { end: false }), restore.ended]);
  // Without the end of what it is told psql takes everything back. Where it ended by itself, its own words say why.
  if (sent.status === "rejected" || restored.status === "rejected") psql.child.kill();
  else stdin.end();
  if (sent.status === "fulfilled" && restored.status === "rejected") {
    await psql.ended.catch(() => undefined);
    throw restored.reason;
  }
  await psql.ended;
}
