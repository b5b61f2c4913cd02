#!/usr/bin/env node
// The Prisma CLI starts an executable called "schema engine" and talks JSON-RPC with it over stdio. The native one
// must be downloaded; this one is the same engine as WebAssembly, from npm, over the project's own database drivers.
// It is needed only where migrations are made or inspected (`npm run db:migrate`), never to run Polaris.
// The protocol is not documented: prisma and @prisma/schema-engine-wasm are pinned to one version, together.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const WASM_PACKAGE = "@prisma/schema-engine-wasm/schema_engine_bg";
const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    datamodels: { type: "string", short: "d", multiple: true },
    datasource: { type: "string" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
    version: { type: "boolean", short: "V" },
  },
});

const datasource = flags.datasource ? JSON.parse(flags.datasource) : {};
const url = datasource.url ?? "";
const onSqlite = url.startsWith("file:") || url === ":memory:";
const sqliteFile = url.replace(/^file:/, "").replace(/\?.*$/, "");

if (flags.version || words[0] === "version") {
  const manifest = fileURLToPath(new URL("package.json", import.meta.resolve(WASM_PACKAGE)));
  console.log(`schema-engine-cli ${JSON.parse(readFileSync(manifest, "utf8")).version.split(/[.-]/).at(-1)}`);
} else if (words[0] === "cli") {
  await runCliCommand(words[1]);
} else {
  serve();
}

/** One answer per request line, in order. */
function serve() {
  let engine;
  let answered = Promise.resolve();
  const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const requests = createInterface({ input: process.stdin });
  requests.on("line", (line) => {
    const { id, method, params } = JSON.parse(line);
    if (method === undefined) return; // the CLI's receipt for a text we printed
    answered = answered.then(async () => {
      try {
        say({ id, result: await answer(method, params) });
      } catch (error) {
        const code = error?.code ? { error_code: error.code } : {};
        const data = { is_panic: false, message: error?.message ?? String(error), meta: error?.meta ?? null, ...code };
        say({ id, error: { code: 4466, message: data.message, data } });
      }
    });
  });
  requests.on("close", () => answered.then(() => process.exit(0)));

  async function answer(method, params) {
    if (method === "reset" && onSqlite) {
      // The engine cannot empty a SQLite file: a new file does.
      engine = undefined;
      for (const tail of ["", "-wal", "-shm", "-journal"]) rmSync(sqliteFile + tail, { force: true });
      return {};
    }
    engine ??= await startEngine();
    const call = method === "getDatabaseVersion" ? "version" : method;
    if (typeof engine[call] !== "function") throw new Error(`the schema engine has no "${method}"`);
    const result = (await engine[call](params)) ?? {};
    if (method === "diff" && result.stdout) {
      say({ id: -1, method: "print", params: { content: result.stdout } });
      result.stdout = null;
    }
    return result;
  }
}

async function startEngine() {
  const bindings = await import(WASM_PACKAGE);
  const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
  const wasm = fileURLToPath(new URL("schema_engine_bg.wasm", import.meta.resolve(WASM_PACKAGE)));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const datamodels = flags.datamodels?.map((file) => [file, readFileSync(file, "utf8")]);
  const factory = onSqlite ? await sqliteFactory() : await postgresFactory();
  return bindings.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

async function sqliteFactory() {
  const { PrismaBetterSqlite3 } = await import("@prisma/adapter-better-sqlite3");
  const { ColumnTypeEnum } = await import("@prisma/driver-adapter-utils");
  if (sqliteFile !== ":memory:") mkdirSync(path.dirname(path.resolve(sqliteFile)), { recursive: true });
  const factory = new PrismaBetterSqlite3({ url }, { shadowDatabaseUrl: datasource.shadowDatabaseUrl ?? ":memory:" });
  const history = [
    "id",
    "checksum",
    "finished_at",
    "migration_name",
    "logs",
    "rolled_back_at",
    "started_at",
    "applied_steps_count",
  ];
  const noHistory = { columnNames: history, columnTypes: history.map(() => ColumnTypeEnum.Text), rows: [] };
  for (const connect of ["connect", "connectToShadowDb"]) {
    const original = factory[connect].bind(factory);
    factory[connect] = async () => {
      const connection = await original();
      const { queryRaw, executeRaw } = connection;
      // A fresh file has no history table; the engine expects an empty history, not an error.
      connection.queryRaw = (query) =>
        queryRaw.call(connection, query).catch((error) => {
          if (error?.cause?.table === "_prisma_migrations") return noHistory;
          throw error;
        });
      // A migration is several statements, which better-sqlite3 prepares only one at a time.
      connection.executeRaw = async (query) => {
        if (query.args.length > 0) return executeRaw.call(connection, query);
        await connection.executeScript(query.sql);
        return 0;
      };
      return connection;
    };
  }
  return factory;
}

async function postgresFactory() {
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const { default: pg } = await import("pg");
  const { parse } = await import("pg-connection-string");
  // The catalogue answers in PostgreSQL's one-byte "char" type, which the adapter refuses: call it text.
  const asText = (result) => {
    for (const field of result?.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25;
    return result;
  };
  class Client extends pg.Client {
    query(...given) {
      const done = given.at(-1);
      if (typeof done === "function") given[given.length - 1] = (error, result) => done(error, asText(result));
      const pending = super.query(...given);
      return typeof pending?.then === "function" ? pending.then(asText) : pending;
    }
  }
  const { schema = "public", ...server } = parse(url);
  const adapter = (database) => new PrismaPg({ ...server, ...database, Client }, { schema });
  const factory = adapter({});
  // The adapter would drop its shadow database while still connected to it; here the order is right.
  factory.connectToShadowDb = async () => {
    const name = `polaris_shadow_${process.pid}_${Date.now()}`;
    const home = await factory.connect();
    await home.executeScript(`CREATE DATABASE "${name}"`);
    const shadow = await adapter({ database: name }).connect();
    const leave = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await leave();
      await home.executeScript(`DROP DATABASE "${name}"`);
      await home.dispose();
    };
    return shadow;
  };
  return factory;
}

/** `can-connect-to-database`, `create-database`, `drop-database`: plain exit codes, a log line on stderr. */
async function runCliCommand(command) {
  console.error("{}");
  if (onSqlite) {
    if (command === "drop-database") rmSync(sqliteFile, { force: true });
    else mkdirSync(path.dirname(path.resolve(sqliteFile)), { recursive: true });
    return;
  }
  const { default: pg } = await import("pg");
  const address = new URL(url);
  const database = decodeURIComponent(address.pathname.slice(1));
  if (command !== "can-connect-to-database") address.pathname = "/postgres";
  const client = new pg.Client({ connectionString: address.href });
  try {
    await client.connect();
    const name = client.escapeIdentifier(database);
    if (command === "create-database") await client.query(`CREATE DATABASE ${name}`);
    if (command === "drop-database") await client.query(`DROP DATABASE IF EXISTS ${name}`);
  } catch (error) {
    const codes = { "3D000": "P1003", "28P01": "P1000" };
    const fields = { message: error.message, error_code: codes[error.code] ?? "P1001", is_panic: false };
    console.error(JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields }));
    process.exit(1);
  } finally {
    await client.end();
  }
}
