import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import sql, { raw } from "sql-template-tag";
import { expect, it } from "vitest";
import { importDataset } from "../../../src/intake/index.js";
import type { Engine, Pool } from "../../../src/pool/index.js";
import { systemClock } from "../../../src/runtime/index.js";
import type { Grid } from "../../../src/sources/index.js";
import { datasetNamed, placesOf } from "../../../src/sources/index.js";
import { emptyPool, onBothEngines } from "../../pool/engines.js";
import { gridOf, type Line, line, organization, professional } from "../pathful/setting.js";

const program = fileURLToPath(new URL("./run-import.mjs", import.meta.url));

/** Runs an import in a process of its own and kills it at its `step`th word. @returns whether it had ended before */
async function runUntil(step: number, parts: object): Promise<boolean> {
  const child = spawn(process.execPath, [program, JSON.stringify(parts)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  let words = 0;
  let isFinished = false;
  for await (const word of createInterface({ input: child.stdout })) {
    words += 1;
    isFinished ||= word === "finished";
    if (words === step) child.kill("SIGKILL");
  }
  await ended;
  return isFinished;
}

/** Sessions of eight people, some of them new, some asked about, one line in fifty without a readable day. */
const sessions = (): Line[] =>
  Array.from({ length: 4_400 }, (_, at) => {
    const said = {
      "Session ID": `sess-${Math.floor(at / 8)}`,
      Title: `Careers ${Math.floor(at / 8)}`,
      Date: at % 50 === 7 ? "soon" : `2026-01-1${Math.floor(at / 8) % 9} 10:00:00`,
      Name: `${"ABCDEFGH"[at % 8]}nna ${"Baker Carver Dyer Fuller Glover Hunter Mason Potter".split(" ")[(at >> 3) % 8]}${at % 90}`,
    };
    return at % 3 === 0
      ? professional({ ...said, "User Auth Id": `9${at % 640}`, "District or Company": `Company ${at % 60}` })
      : line({ ...said, "User Auth Id": `5${at % 640}`, School: at % 9 === 1 ? "Nowhere School" : "" });
  });

const partners = (): Line[] =>
  Array.from({ length: 6_500 }, (_, at) => ({
    "First Name": at % 400 === 3 ? "" : `First${at}`,
    "Last Name": at % 400 === 3 ? "" : `Last${at}`,
    Email: `p${at}@example.org`,
  }));

/** What a person can see of the pool, whenever and by whichever run it came. */
const CONTENTS: Readonly<Record<string, string>> = {
  events:
    "SELECT source_id, title, status, starts_at, local_date, district_raw, attended_educators, deleted_at IS NULL AS live FROM event ORDER BY source_id",
  people:
    "SELECT source_id, kind, full_name, email, pathful_user_id, deleted_at IS NULL AS live FROM contact ORDER BY source_id",
  participations: `SELECT p.source_id, e.source_id AS event, c.source_id AS contact, p.role, p.status, p.attendance_confirmed_at
    FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id ORDER BY p.source_id`,
  partners: "SELECT source_id, name_raw, email FROM partner_person ORDER BY source_id",
  waiting:
    "SELECT object, source_id, reason, detail, waits_for_id, payload FROM quarantine WHERE resolved_at IS NULL ORDER BY object, source_id",
  questions: "SELECT kind, ticket_key, asked, detail, suggestions, state FROM ticket ORDER BY kind, ticket_key",
  flags: "SELECT kind, entity, source_id FROM flag WHERE resolved_at IS NULL ORDER BY kind, entity, source_id",
};

async function contentsOf(pool: Pool): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(CONTENTS)) found[name] = await pool.query(sql`${raw(query)}`);
  return found;
}

function take(pool: Pool, dataset: string, grid: Grid, whole: boolean) {
  const found = datasetNamed(dataset);
  if (found === undefined) throw new Error(`no dataset ${dataset}`);
  return importDataset({
    pool,
    organization,
    clock: systemClock,
    dataset: found,
    grid,
    places: placesOf(grid, found.columns),
    origin: "file:file.xlsx",
    defaults: {},
    whole,
    trigger: "command",
    startedBy: "terminal",
  });
}

onBothEngines((engine: Engine) => {
  it.each([
    ["pathful-sessions", sessions(), false, [1, 2, 3, 4, 5, 6]],
    ["partner-list", partners(), true, [1, 2, 3, 4]],
  ] as const)(
    "killed at every step, and run again, an import of %s comes to the same as one in peace",
    {
      timeout: 120_000,
    },
    async (dataset, lines, whole, steps) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-killed-"));
      const [killed, peaceful] = [await emptyPool(engine), await emptyPool(engine)];
      try {
        const grid = gridOf("file.xlsx", lines);
        const gridFile = path.join(folder, "grid.json");
        writeFileSync(gridFile, JSON.stringify(grid));
        const undisturbed = await take(peaceful.pool, dataset, grid, whole);
        expect(undisturbed.error).toBeNull();
        for (const step of steps)
          expect(await runUntil(step, { poolUrl: killed.url, gridFile, dataset, whole })).toBe(false);
        expect((await take(killed.pool, dataset, grid, whole)).error).toBeNull();
        expect(await contentsOf(killed.pool)).toEqual(await contentsOf(peaceful.pool));
        const uneven = await killed.pool.query(sql`
        SELECT object FROM sync_batch WHERE read <> inserted + updated + unchanged + deleted + quarantined + skipped`);
        expect(uneven).toEqual([]);
      } finally {
        await Promise.all([killed.drop(), peaceful.drop()]);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
