import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pool } from "../../src/pool/index.js";
import type { Cell, Reply } from "../../src/reply/index.js";
import { redact } from "../../src/reply/index.js";
import { surveysReport } from "../../src/reports/index.js";
import { days, EVER, ORGANIZATION, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";

interface Answer {
  readonly response: string;
  readonly day: string | null;
  readonly event?: number;
  readonly contact?: number;
  readonly company?: string;
  readonly rating?: number;
  readonly recommend?: boolean;
  readonly comment?: string;
  readonly survey?: string;
}

/** Ann and Ben were at the fair for Hill's, Eve is left out of reports, a teacher wrote a school's name, and one answer has no day. */
const ANSWERS: readonly Answer[] = [
  {
    response: "r1",
    day: "2025-10-09",
    event: 1,
    contact: 1,
    rating: 5,
    recommend: true,
    comment: "Ask Ben, 816-555-0100",
  },
  { response: "r2", day: "2025-10-09", event: 1, contact: 2, rating: 4, recommend: true },
  {
    response: "r3",
    day: "2025-11-06",
    event: 2,
    company: "School A",
    rating: 2,
    recommend: false,
    comment: "Too short",
  },
  { response: "r4", day: "2025-11-07", rating: 4 },
  { response: "r5", day: "2025-11-07", event: 1, contact: 3, rating: 1, recommend: false },
  { response: "r6", day: null, event: 1, rating: 5 },
  { response: "r7", day: "2024-10-09", event: 1, rating: 3 },
  { response: "r8", day: "2025-11-08", survey: "Volunteers", rating: 9 },
];

async function answered(pool: Pool): Promise<void> {
  await pool.transaction(async (tx) => {
    for (const { response, day, event, contact, company, survey = "Session survey", ...given } of ANSWERS) {
      const questions = [
        ["Rating", "rating", given.rating, given.rating === undefined ? null : String(given.rating)],
        [
          "Would Recommend",
          "yes_no",
          given.recommend === undefined ? undefined : Number(given.recommend),
          given.recommend ? "Yes" : "No",
        ],
        ["Comment", "text", null, given.comment],
      ] as const;
      for (const [question, kind, number, text] of questions) {
        if (number === undefined || (kind === "text" && text === undefined)) continue;
        await tx.run(sql`
          INSERT INTO survey_answer (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, survey, response_key, local_date, contact_id,
            event_id, organization_raw, question, kind, answer_text, answer_number)
          VALUES ('surveys', ${`${response} ${question}`}, 'hash', 1, ${NOW}, ${NOW}, ${survey}, ${response}, ${day}, ${contact ?? null},
            ${event ?? null}, ${company ?? null}, ${question}, ${kind}, ${text ?? null}, ${number})`);
      }
    }
  });
}

const cells = (reply: Reply, key: string, columns: readonly string[]): Cell[][] => {
  const table = reply.tables.find((each) => each.key === key);
  if (!table) throw new Error(`no table ${key} among ${reply.tables.map((each) => each.key).join(", ")}`);
  const places = columns.map((column) => table.columns.findIndex((each) => each.key === column));
  return table.rows.map((row) => places.map((place) => row[place] ?? null));
};

describe("the report on surveys", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    const ask = (extra: object = {}) =>
      surveysReport(empty.pool, ORGANIZATION, {
        period: year(2025),
        surveys: ["Session survey"],
        events: null,
        companies: null,
        filters: {},
        now: NOW,
        sample: false,
        ...extra,
      });

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const hills = small.organization("Hill's");
      const [ann, ben, eve] = [small.person("Ann"), small.person("Ben"), small.person("Eve", { excluded: true })];
      const fair = small.event({ date: "2025-10-07", title: "Fair" });
      small.event({ date: "2025-11-04", title: "Talk" });
      for (const contact of [ann, ben, eve]) small.participation({ event: fair, contact, organization: hills });
      await small.write();
      await answered(empty.pool);
    });
    afterAll(() => empty.drop());

    it("counts responses once however many questions they answer, in one sentence", async () => {
      const report = await ask();
      expect(report.text).toBe(
        "4 responses to 1 survey in SY25-26 to date (1 Aug 2025 – 31 Jul 2026), with 2 comments; “Rating” was rated 3.75 on average by 4 people.",
      );
      expect(Object.fromEntries(report.facts.map(({ key, value }) => [key, value]))).toEqual({
        responses: 4,
        events: 2,
        comments: 2,
        average: 3.75,
        yes_share: 2 / 3,
      });
    });

    it("says each question's average, yes and no, and how ratings are spread, with shares", async () => {
      const report = await ask();
      expect(cells(report, "questions", ["question", "kind", "answers", "average", "yes", "no", "yes_share"])).toEqual([
        ["Rating", "Rating", 4, 3.75, null, null, null],
        ["Would Recommend", "Yes or no", 3, null, 2, 1, 2 / 3],
        ["Comment", "Words", 2, null, null, null, null],
      ]);
      expect(cells(report, "scores", ["score", "answers", "share"])).toEqual([
        [2, 1, 0.25],
        [4, 2, 0.5],
        [5, 1, 0.25],
      ]);
      expect(report.charts[0]?.takeaway).toBe("2 of 4 (50%) gave 4; the average is 3.75.");
    });

    it("goes by event and by company: credited at the event, else as written", async () => {
      const report = await ask();
      expect(cells(report, "by_event", ["date", "event", "responses", "comments", "average_1"])).toEqual([
        ["2025-10-07", "Fair", 2, 1, 4.5],
        ["2025-11-04", "Talk", 1, 1, 2],
        [null, "No known event", 1, 0, 4],
      ]);
      expect(cells(report, "by_company", ["company", "responses", "average_1"])).toEqual([
        ["Hill's", 2, 4.5],
        ["School A", 1, 2],
        ["No company said", 1, 4],
      ]);
    });

    it("shows comments to who may read contact details, names to who may read names", async () => {
      const report = await ask();
      expect(cells(report, "comments", ["event", "company", "respondent", "comment"])).toEqual([
        ["Talk", "School A", null, "Too short"],
        ["Fair", "Hill's", "Ann", "Ask Ben, 816-555-0100"],
      ]);
      const inChannel = JSON.stringify(redact(report, ["open"]));
      expect(inChannel).not.toContain("816-555");
      expect(inChannel).not.toContain("Ann");
      expect(JSON.stringify(redact(report, ["open", "name"]))).not.toContain("816-555");
    });

    it("leaves out whom reports leave out, and says what is missing: few answers, no event, no day", async () => {
      const report = await ask();
      expect(report.provenance?.counts).toEqual({ excluded: 1 });
      const said = report.notices.map(({ text }) => text).join("\n");
      expect(said).toContain("2 questions have fewer than five answers");
      expect(said).toContain("2 events have fewer than five responses");
      expect(said).toContain("1 response names no event that Polaris knows");
      expect(said).toContain("1 response without a day is not in this period");
    });

    it("keeps to a survey, an event, a company", async () => {
      const responses = async (extra: object) => (await ask(extra)).facts[0]?.value;
      expect(await responses({ surveys: null })).toBe(5);
      expect(await responses({ events: [1] })).toBe(2);
      expect(await responses({ companies: ["School A"] })).toBe(1);
      expect(await responses({ period: EVER })).toBe(6);
    });

    it("puts tables in the order asked for", async () => {
      const report = await ask({ sort: { key: "name", descending: true } });
      expect(cells(report, "by_company", ["company"]).flat()).toEqual(["School A", "No company said", "Hill's"]);
    });

    it("answers a period without answers with what there is", async () => {
      const report = await ask({ period: days("2020-01-01", "2020-12-31") });
      expect(report.text).toContain(
        "There are answers to Session survey and Volunteers, from 9 Oct 2024 to 8 Nov 2025.",
      );
      expect(report.charts).toEqual([]);
    });
  });
});
