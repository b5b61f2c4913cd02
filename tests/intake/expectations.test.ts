import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { readSuite } from "../../src/expectations/index.js";
import { settingAside } from "../../src/intake/expectations.js";
import { lastJudgements, openSuites, Suites, type SyncResult } from "../../src/intake/index.js";
import { outcomeOf, pack, unpack } from "../../src/intake/laid-out.js";
import { LEAD_LAYERS } from "../../src/leads/index.js";
import { standardLeadSources } from "../../src/runtime/index.js";
import { DATASETS, datasetNamed, OBJECTS } from "../../src/sources/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { Intake } from "./datasets/setting.js";
import { bulkOnly, listeningOrg, sampleOrg, sync } from "./setting.js";

const shipped = openSuites("config");
const suitesOf = (object: string, ...expectations: object[]) =>
  new Suites(new Map([[object, readSuite({ name: `${object} suite`, expectations })]]));

describe("the suites of a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "polaris-suites-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const opening = (text: string) => () => {
    writeFileSync(path.join(folder, "Contact.expectations.json"), text);
    openSuites(folder);
  };

  it("are each of the object that the file is named after", () => {
    writeFileSync(path.join(folder, "Contact.expectations.json"), JSON.stringify({ name: "c", expectations: [] }));
    writeFileSync(path.join(folder, "organization.yml"), "name: X");
    expect(openSuites(folder).objects).toEqual(["Contact"]);
    expect(openSuites(folder).begin("Account")).toBeNull();
  });

  it("stop the start when one is broken, with file, expectation and reason", () => {
    expect(opening("{")).toThrow(/Contact\.expectations\.json is not valid JSON/);
    expect(opening('{"name":"c","expectations":[{"type":"expect_magic"}]}')).toThrow(
      /Contact\.expectations\.json: Expectation 1 of the suite c, expect_magic, is not supported/,
    );
  });

  it("that Polaris comes with speak of objects, datasets, lead sources and layers that there are", () => {
    const sources = standardLeadSources().map(({ name }) => `lead-${name}`);
    const known = new Set<string>([...[...OBJECTS, ...DATASETS].map(({ name }) => name), ...sources, ...LEAD_LAYERS]);
    expect(shipped.objects.filter((object) => !known.has(object))).toEqual([]);
    expect(sources.filter((name) => !shipped.objects.includes(name))).toEqual([]);
    expect(DATASETS.map(({ name }) => name).filter((name) => !shipped.objects.includes(name))).toEqual([]);
  });
});

describe("a file that is read page by page", () => {
  const columns = { there: ["Number", "Phone"], absent: ["Email"] };
  const judging = (...expectations: object[]) => {
    const judge = suitesOf("lead-source_1", ...expectations).begin("lead-source_1");
    if (judge === null) throw new Error("there is a suite");
    return judge;
  };
  const unique = { type: "expect_column_values_to_be_unique", kwargs: { column: "Number" }, severity: "warning" };
  const phones = { type: "expect_column_values_to_match_regex", kwargs: { column: "Phone", regex: "^\\d{10}$" } };

  it("is judged by its own headers, names the lines that fail, and takes a blank and a literal nothing for missing", () => {
    const judge = judging(phones, { type: "expect_column_values_to_be_null", kwargs: { column: "Email" } });
    const failing = judge.judgeLines(
      [
        { line: 2, cells: { Number: "7", Phone: "2095550100" } },
        { line: 3, cells: { Number: "8", Phone: "n/a" } },
        { line: 4, cells: { Number: "9", Phone: "555-0100" } },
        { line: 5, cells: { Number: "10" } },
      ],
      columns,
    );
    expect([...failing]).toEqual([[4, "Fails expect_column_values_to_match_regex (Phone)."]]);
    expect(judge.stop).toBeNull();
  });

  it("stops at its end: by the share of all its lines, by how many they are, and for a column that is gone", () => {
    const mostly = { ...phones, kwargs: { ...phones.kwargs, mostly: 0.5 } };
    const rows = { type: "expect_table_row_count_to_be_between", kwargs: { min_value: 3 } };
    const judge = judging(mostly, rows);
    const page = (line: number, ...given: string[]) =>
      judge.judgeLines(
        given.map((Phone, place) => ({ line: line + place, cells: { Phone } })),
        columns,
      );
    page(2, "x", "y");
    expect(judge.stop).toMatch(
      /fails for 2 rows, more than mostly 0\.5 allows\. expect_table_row_count.* does not hold/,
    );
    page(4, "2095550100", "2095550101");
    expect(judge.stop).toBeNull();
    const changed = judging(phones);
    changed.judgeLines([], { there: ["Telephone"], absent: [] });
    expect(changed.stop).toContain('The column "Phone" in BatchData does not exist');
  });

  it("finds a number that came on an earlier page", () => {
    const judge = judging(unique, { ...unique, severity: "critical", kwargs: { column: "Number", mostly: 0.6 } });
    for (const line of [2, 3, 4])
      judge.judgeLines([{ line, cells: { Number: line === 3 ? "8" : "7" } }], { there: ["Number"], absent: [] });
    expect(judge.stop).toContain("fails for 2 rows");
  });
});

describe("a row that was read in another thread", () => {
  const rules = {
    timeZone: "America/Chicago",
    schoolYearStartMonth: 8,
    now: "2026-02-18T12:00:00.000Z",
    origin: "file:levels.csv",
    defaults: {},
    serialDates: false,
  };
  const raw = { Id: "0015f00000JU4opAAD", Level: "High" };
  const read = datasetNamed("school-levels")?.read({ number: 2, cells: { id: raw.Id, level: raw.Level }, raw }, rules);
  const rows = unpack(pack(read ?? []).parts);

  it("is set aside with its raw copy, and any other stays as it is", () => {
    const id = rows[0]?.sourceId ?? "";
    expect(settingAside(rows, new Map([["another", "Fails it."]]))).toEqual(rows);
    const [row] = settingAside(rows, new Map([[id, "Fails it."]]));
    if (row === undefined) throw new Error("the row is still there");
    expect(outcomeOf(row)).toEqual({ kind: "refused", reason: "expectation_failed", detail: "Fails it." });
    expect({ id: row.sourceId, hash: row.hash, payload: JSON.parse(row.payload()) }).toEqual({
      id,
      hash: rows[0]?.hash,
      payload: raw,
    });
  });
});

onBothEngines((engine) => {
  let home: EmptyPool;
  let org: SalesforceOrg;
  beforeEach(async () => {
    home = await emptyPool(engine);
  });
  afterEach(async () => {
    await home.drop();
  });

  const rows = <Row>(query: ReturnType<typeof sql>) => home.pool.query<Row>(query);
  const countsOf = (result: SyncResult, object: string) =>
    result.objects.find((each) => each.object === object)?.counts;
  const quarantined = () =>
    rows<{ source_id: string; reason: string; detail: string }>(
      sql`SELECT source_id, reason, detail FROM quarantine WHERE resolved_at IS NULL ORDER BY id`,
    );

  describe("a sync with expectations", () => {
    afterEach(() => org.close());

    const account = (Name: string, more: object = {}) => org.insert("Account", { Name, Type: "Business", ...more });
    const named = (extra: object = {}, kwargs: object = {}) => ({
      type: "expect_column_values_to_match_regex",
      kwargs: { column: "Name", regex: "^[A-Z]", ...kwargs },
      ...extra,
    });
    const judged = (...expectations: object[]) => ({ expectations: suitesOf("Account", ...expectations) });

    it("of the sample organisation lets in everything that the readers let in, and keeps a result of each object", async () => {
      org = await sampleOrg();
      const result = await sync(home.pool, org, { expectations: shipped });
      expect(result.error).toBeNull();
      for (const { object, state, counts } of result.objects) {
        const { read, inserted, updated, unchanged, deleted, quarantined: aside, skipped } = counts;
        expect([object, state]).toEqual([object, "ok"]);
        expect(read).toBe(inserted + updated + unchanged + deleted + aside + skipped);
      }
      expect((await quarantined()).filter(({ reason }) => reason === "expectation_failed")).toEqual([]);
      const judgements = await lastJudgements(home.pool, null);
      expect(judgements.map(({ object }) => object)).toEqual(
        shipped.objects.filter((object) => OBJECTS.some(({ name }) => name === object)).sort(),
      );
      expect(judgements.filter(({ worst }) => worst === "critical")).toEqual([]);
      const people = judgements.find(({ object }) => object === "Contact")?.json ?? "";
      const names = await rows<{ last_name: string }>(
        sql`SELECT last_name FROM contact WHERE LENGTH(last_name) > 4 AND kind = 'student'`,
      );
      expect(names.filter(({ last_name }) => people.includes(last_name))).toEqual([]);
    });

    it("says the same by Bulk, page by page added up", async () => {
      org = await listeningOrg();
      for (let at = 0; at < 30; at++) account(at % 3 === 0 ? `lower ${at}` : `Upper ${at}`);
      await sync(home.pool, org, judged(named({ severity: "warning" })));
      const [byRest] = await lastJudgements(home.pool, "account");
      const other = await emptyPool(engine);
      await sync(other.pool, org, { organization: bulkOnly, ...judged(named({ severity: "warning" })) });
      const [byBulk] = await lastJudgements(other.pool, "Account");
      await other.drop();
      expect(byBulk?.failing).toEqual(byRest?.failing);
      expect(byRest).toMatchObject({
        suite: "Account suite",
        worst: "warning",
        evaluated: 1,
        failing: [{ columns: ["Name"], severity: "warning", rows: 10 }],
      });
    });

    it("sets a row aside that fails a critical one, lets the others in, and takes it in when it is mended", async () => {
      org = await listeningOrg();
      account("Acme");
      const bad = account("secret");
      const first = await sync(home.pool, org, judged(named()));
      expect(first.state).toBe("partial");
      expect(countsOf(first, "Account")).toMatchObject({ read: 2, inserted: 1, quarantined: 1 });
      expect(await quarantined()).toEqual([
        { source_id: bad, reason: "expectation_failed", detail: "Fails expect_column_values_to_match_regex (Name)." },
      ]);
      expect(first.notices.join(" ")).toContain("1 in quarantine, failing what is expected of them");
      const [{ result } = { result: "" }] = await rows<{ result: string }>(sql`SELECT result FROM expectation_result`);
      expect(result).not.toContain("secret");
      org.edit("Account", bad, { Name: "Mended" });
      await sync(home.pool, org, judged(named()));
      expect(await quarantined()).toEqual([]);
      expect(await rows(sql`SELECT name FROM organization ORDER BY name`)).toEqual([
        { name: "Acme" },
        { name: "Mended" },
      ]);
    });

    it("leaves alone what a reader skips by itself, and deletes what was deleted", async () => {
      org = await listeningOrg();
      account("lower household", { Type: "Household" });
      const gone = account("Gone");
      await sync(home.pool, org, judged(named()));
      org.edit("Account", gone, { Name: "gone" });
      org.delete("Account", gone);
      const second = await sync(home.pool, org, { ...judged(named()), full: true });
      expect(countsOf(second, "Account")).toMatchObject({ deleted: 1, quarantined: 0 });
      expect(await quarantined()).toEqual([]);
    });

    it("stops the object before the pool changes when more rows fail than mostly allows, and the rest goes on", async () => {
      org = await listeningOrg();
      account("Acme");
      account("lower");
      account("lower too");
      org.insert("Contact", { LastName: "Byte", Contact_Type__c: "Volunteer" });
      const result = await sync(home.pool, org, judged(named({}, { mostly: 0.5 })));
      const [stopped] = result.objects;
      expect(stopped).toMatchObject({ state: "failed", error: { code: "expectation_failed" } });
      expect(stopped?.error?.text).toContain("(Name) fails for 2 rows, more than mostly 0.5 allows");
      expect(await rows(sql`SELECT name FROM organization`)).toEqual([]);
      expect(await rows(sql`SELECT success, worst FROM expectation_result`)).toHaveLength(1);
      expect((await lastJudgements(home.pool, "Account"))[0]).toMatchObject({ worst: "critical" });
      const [batch] = await rows<{ error_text: string }>(
        sql`SELECT error_text FROM sync_batch WHERE object = 'Account'`,
      );
      expect(batch?.error_text).toContain("not what is expected");
    });

    it("stops for a column that is gone, and takes a hidden field that may be missing for blank", async () => {
      org = await listeningOrg();
      account("Acme");
      const columns = { type: "expect_table_columns_to_match_set", kwargs: { column_set: ["Id", "Legacy__c"] } };
      const stopped = await sync(home.pool, org, judged(columns));
      expect(stopped.objects[0]?.error?.text).toContain("expect_table_columns_to_match_set does not hold");
      org.hideField("Account", "BillingCity");
      const city = { type: "expect_column_values_to_match_regex", kwargs: { column: "BillingCity", regex: "^K" } };
      expect((await sync(home.pool, org, judged(city))).state).toBe("ok");
    });
  });

  describe("an import with expectations", () => {
    let intake: Intake;
    beforeEach(() => {
      intake = new Intake(home);
    });
    const roster = "Building,Name,Email,Grade\n";
    const defaults = { academicYear: "2025-2026", district: "Center" };
    const suite = (...expectations: object[]) => ({ defaults, judge: suitesOf("roster", ...expectations) });
    const address = {
      type: "expect_column_values_to_match_regex",
      kwargs: { column: "email", regex: "example\\.org$" },
    };

    it("sets a line aside that fails a critical one, by line, and keeps the result with the batch", async () => {
      const content = `${roster}High,Ada Byte,ada@example.org,9\nHigh,Bo Low,bo@elsewhere.net,9\n`;
      const result = await intake.import(content, suite(address));
      expect(result).toMatchObject({
        state: "partial",
        objects: [{ counts: { read: 2, inserted: 1, quarantined: 1 } }],
      });
      expect(await quarantined()).toMatchObject([
        {
          reason: "expectation_failed",
          detail: "Line 3: Fails expect_column_values_to_match_regex (email).",
        },
      ]);
      expect(
        await rows(
          sql`SELECT b.object, r.object AS judged FROM expectation_result r JOIN sync_batch b ON b.id = r.batch_id`,
        ),
      ).toEqual([{ object: "roster", judged: "roster" }]);
    });

    it("takes a literal nothing for missing, and a default for what is blank", async () => {
      const grades = { type: "expect_column_values_to_not_be_null", kwargs: { column: "grade" }, severity: "warning" };
      const place = {
        type: "expect_column_values_to_be_in_set",
        kwargs: { column: "district", value_set: ["Center"] },
      };
      await intake.import(`${roster}High,Ada Byte,ada@example.org,n/a\n`, suite(grades, place));
      const [judgement] = await lastJudgements(home.pool, "roster");
      expect(judgement?.failing).toMatchObject([{ columns: ["grade"], rows: 1, percent: 100 }]);
    });

    it("stops the file as a whole, stores nothing of it and says why", async () => {
      const several = { type: "expect_table_row_count_to_be_between", kwargs: { min_value: 2 } };
      const result = await intake.import(`${roster}High,Ada Byte,ada@example.org,9\n`, suite(several));
      expect(result).toMatchObject({ state: "failed", error: { code: "expectation_failed" } });
      expect(await rows(sql`SELECT 1 FROM roster_entry`)).toEqual([]);
      expect((await lastJudgements(home.pool, "roster"))[0]).toMatchObject({ worst: "critical" });
      expect(await rows(sql`SELECT state FROM sync_batch`)).toEqual([{ state: "failed" }]);
    });
  });
});
