import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GoogleCloud } from "../../../sandbox/google/index.js";
import { sampleCloud } from "../../../sandbox/google-sample.js";
import { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { bytesOf, generateFiles, generateOrganization, type SampleFile } from "../../../sandbox/sample/index.js";
import {
  type Counts,
  type ImportResult,
  importDataset,
  openQuestions,
  openSuites,
  syncAnalytics,
  syncSheets,
} from "../../../src/intake/index.js";
import { type Clock, readOrganization, systemClock } from "../../../src/runtime/index.js";
import { Allowance, DATASETS, GoogleSource, readTables, recognise } from "../../../src/sources/index.js";
import { sync } from "../../intake/setting.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const TODAY = "2026-03-31";
const sample = generateOrganization({ seed: 816, size: 1, today: TODAY });
const files = generateFiles(sample, { seed: 816, today: TODAY });
const organization = readOrganization("sandbox/organization.yml");
const judge = openSuites("config");
/** Noon of the day that the sample is of. */
const clock: Clock = { now: () => `${TODAY}T17:00:00.000Z` };
const start = { trigger: "command", startedBy: "terminal" } as const;

/** Counts by object, without those that are 0. */
const countsOf = (result: Pick<ImportResult, "objects"> | null) =>
  Object.fromEntries((result?.objects ?? []).map(({ object, counts }) => [object, thoseOf(counts)]));

function thoseOf({ skippedBy, ...counts }: Counts): Record<string, unknown> {
  const there = Object.entries(counts).filter(([, count]) => count !== 0);
  return Object.fromEntries(Object.keys(skippedBy).length === 0 ? there : [...there, ["skippedBy", skippedBy]]);
}

/** Every row that was read is in exactly one count. */
function expectWhole(result: Pick<ImportResult, "objects">): void {
  for (const { counts } of result.objects) {
    const { read, inserted, updated, unchanged, deleted, quarantined, skipped } = counts;
    expect(read).toBe(inserted + updated + unchanged + deleted + quarantined + skipped);
  }
}

/** What a second time may not do. */
function expectNothingNew(result: Pick<ImportResult, "objects"> | null): void {
  for (const { object, counts } of result?.objects ?? []) {
    const { inserted, updated, deleted } = counts;
    expect({ object, inserted, updated, deleted }).toEqual({ object, inserted: 0, updated: 0, deleted: 0 });
  }
}

const named = (name: string): SampleFile => {
  const file = files.uploads.find((each) => each.name === name);
  if (file === undefined) throw new Error(`there is no sample “${name}”`);
  return file;
};

const UPLOADS: readonly (readonly [name: string, dataset: string, counts: Readonly<Record<string, unknown>>])[] = [
  [
    "Pathful Session Report.xlsx",
    "pathful-sessions",
    {
      event: { read: 116, inserted: 116 },
      contact: { read: 2, inserted: 2 },
      participation: {
        read: 322,
        inserted: 298,
        quarantined: 20,
        skipped: 4,
        skippedBy: { student_or_parent: 2, other_partner: 1, undated_draft: 1 },
      },
    },
  ],
  // Its addresses answer one question: two rows that waited go in.
  [
    "Pathful User Report.xlsx",
    "pathful-users",
    { pathful_user: { read: 86, inserted: 86 }, event: {}, contact: {}, participation: { read: 2, inserted: 2 } },
  ],
  ["session-survey.csv", "surveys", { surveys: { read: 38, inserted: 38 } }],
  [
    "Volunteer Survey SurveyMonkey.csv",
    "surveys",
    { surveys: { read: 25, inserted: 24, skipped: 1, skippedBy: { second_header: 1 } } },
  ],
  ["KCTAA members.csv", "partner-list", { "partner-list": { read: 18, inserted: 18 } }],
  ["instagram-export.csv", "engagement", { engagement: { read: 180, inserted: 180 } }],
  ["Pathway__c.csv", "salesforce-pathways", { Pathway__c: { read: 4, skipped: 4, skippedBy: { known_by_api: 4 } } }],
  [
    "Pathway_Session__c.csv",
    "salesforce-pathway-sessions",
    { Pathway_Session__c: { read: 60, quarantined: 1, skipped: 59, skippedBy: { known_by_api: 59 } } },
  ],
  [
    "Pathway_Participant__c.csv",
    "salesforce-pathway-participants",
    { Pathway_Participant__c: { read: 91, skipped: 91, skippedBy: { known_by_api: 91 } } },
  ],
  [
    "salesforce-leads.csv",
    "salesforce-leads",
    { Lead: { read: 42, skipped: 42, skippedBy: { known_by_api: 38, deleted_before_it_was_seen: 4 } } },
  ],
];

const REFUSED = "roster-with-a-renamed-column.csv";

it("has an expectation for every upload", () => {
  expect(files.uploads.map(({ name }) => name).sort()).toEqual([...UPLOADS.map(([name]) => name), REFUSED].sort());
});

onBothEngines((engine) => {
  let home: EmptyPool;
  let org: SalesforceOrg;
  let cloud: GoogleCloud;
  let google: GoogleSource;
  let folder: string;
  beforeAll(async () => {
    home = await emptyPool(engine);
    org = new SalesforceOrg();
    org.load(sample);
    await org.listen();
    const { cloud: idle, account } = sampleCloud(files);
    cloud = await idle.listen();
    google = new GoogleSource({
      access: {
        clientEmail: account.email,
        privateKey: account.privateKey,
        rootUrl: `${cloud.url}/`,
        exportFolder: null,
      },
      clock: systemClock,
      // As many as the tests need: the second reading of all sheets does not wait for its minute.
      allowance: new Allowance(systemClock, { atOnce: 50 }),
    });
    folder = mkdtempSync(path.join(os.tmpdir(), "polaris-files-"));
    await sync(home.pool, org, { clock, organization });
  });
  afterAll(async () => {
    await Promise.all([org.close(), cloud.close()]);
    await home.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function takeIn(file: SampleFile): Promise<ImportResult> {
    const target = path.join(folder, "upload");
    writeFileSync(target, await bytesOf(file));
    const { dataset, grid, places } = recognise(await readTables({ name: file.name, path: target }), DATASETS);
    const origin = `file:${file.name}`;
    const about = { pool: home.pool, organization, clock, dataset, grid, places, origin };
    return importDataset({ ...about, defaults: {}, whole: false, judge, ...start });
  }

  const readSheets = () => syncSheets({ pool: home.pool, organization, clock, source: google, judge, ...start });

  it.each(UPLOADS)("%s goes in as %s, and again changes nothing", async (name, dataset, counts) => {
    const first = await takeIn(named(name));
    expect(first).toMatchObject({ dataset, error: null });
    expectWhole(first);
    expect(countsOf(first)).toEqual(counts);
    const again = await takeIn(named(name));
    expectWhole(again);
    expectNothingNew(again);
  });

  it(`${REFUSED} is refused, with the likely name of the column`, async () => {
    await expect(takeIn(named(REFUSED))).rejects.toMatchObject({
      code: "columns_changed",
      message: expect.stringContaining("“Email” is missing; “E-mail adress” looks like it."),
    });
  });

  it("the sheets go in, every row in exactly one count, and again change nothing", async () => {
    const { sheets } = await readSheets();
    for (const { imported } of sheets) if (imported !== null) expectWhole(imported);
    expect(Object.fromEntries(sheets.map(({ name, imported, error }) => [name, error ?? countsOf(imported)]))).toEqual({
      "Roster Grandview": {
        roster: { read: 10, inserted: 8, quarantined: 1, skipped: 1, skippedBy: { blank_row: 1 } },
      },
      "Students reached": { attendance: { read: 62, inserted: 59, quarantined: 3 } },
      "School levels": { "school-levels": { read: 13, inserted: 12, quarantined: 1 } },
      "BFI and HSA": { "event-requests": { read: 10, inserted: 10 } },
      "Pathway roster": { "pathway-roster": { read: 73, inserted: 72, quarantined: 1 } },
      "Diploma+": { "outside-visits": { read: 25, inserted: 23, quarantined: 2 } },
      "Old virtual log": {
        event: { read: 24, inserted: 24 },
        contact: { read: 1, inserted: 1 },
        participation: { read: 62, inserted: 60, quarantined: 2 },
      },
      "Teacher feedback": { surveys: { read: 47, inserted: 47 } },
    });
    for (const { imported } of (await readSheets()).sheets) expectNothingNew(imported);
  });

  it("the website's figures of two months go in, and again change nothing", async () => {
    const read = () => syncAnalytics({ pool: home.pool, organization, clock, source: google, judge, ...start });
    expect(countsOf(await read())).toEqual({ engagement: { read: 720, inserted: 720 } });
    expectNothingNew(await read());
  });

  it("a handful of questions is left, some of each kind", async () => {
    const open = await openQuestions(home.pool, null);
    expect(open.map(({ kind, asked, waiting }) => `${kind}: ${asked}, ${waiting}`).sort()).toEqual([
      "organization: Bluestem Analytics, Inc., 0",
      "organization: Nowhere Known Labs, 0",
      "school: TA Edison, 4",
      "session_date: Without a day, but published, 2",
      "session_twin: Voices Behind the Data: Architecture, 0",
      "teacher: A. Ruiz-Hernandez, 2",
      "teacher: Hana Herrera, 2",
      "teacher: Hana Herrera, 2",
      "volunteer: Marisol Whitfield, 3",
      "volunteer: Vic Zamora, 2",
      "volunteer: Wanda Greer, 2",
    ]);
  });
});
