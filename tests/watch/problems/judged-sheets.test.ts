import sql from "sql-template-tag";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lastJudgements } from "../../../src/intake/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { CHECKS, findProblems, measureQuality, readBoard } from "../../../src/watch/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const organization = organizationSchema.parse({});
const CRITICAL = { worst: "critical", unsuccessful: 1 };
const FINE = { worst: "none", unsuccessful: 0 };

onBothEngines((engine) => {
  let home: EmptyPool;
  beforeEach(async () => {
    home = await emptyPool(engine);
  });
  afterEach(() => home.drop());

  /** What a suite said of rosters that came by this file or sheet on this day of February. */
  const judged = (origin: string, day: number, { worst, unsuccessful }: typeof FINE) =>
    home.pool.transaction(async (tx) => {
      const at = `2026-02-${String(day).padStart(2, "0")}T08:00:00.000Z`;
      const [run] = await tx.query<{ id: number }>(sql`
        INSERT INTO sync_run (source, "trigger", state, started_at, finished_at) VALUES ('roster', 'schedule', 'ok', ${at}, ${at}) RETURNING id`);
      const [batch] = await tx.query<{ id: number }>(sql`
        INSERT INTO sync_batch (run_id, source, object, way, origin, window_end, state, started_at, finished_at)
        VALUES (${run?.id ?? 0}, 'roster', 'roster', 'sheet', ${origin}, ${at}, 'ok', ${at}, ${at}) RETURNING id`);
      await tx.run(sql`
        INSERT INTO expectation_result (batch_id, source, object, suite, success, worst, evaluated, unsuccessful, result, at)
        VALUES (${batch?.id ?? 0}, 'roster', 'roster', 'roster', ${unsuccessful === 0}, ${worst}, 5, ${unsuccessful}, '{"results":[]}', ${at})`);
    });
  const told = async () =>
    (
      await findProblems(
        home.pool,
        organization,
        "2026-02-28T08:00:00.000Z",
        CHECKS.filter(({ name }) => name === "expectations"),
      )
    ).map(({ title }) => title);
  const failingOnBoard = async () => (await readBoard(home.pool)).find(({ object }) => object === "roster")?.failing;

  it("a sheet that is not as expected is told although the next of its kind is", async () => {
    await judged("sheet:Roster KCK", 10, CRITICAL);
    await judged("sheet:Roster Center", 10, FINE);
    await judged("file:more.csv", 10, CRITICAL);
    expect(await told()).toEqual([
      "Teacher roster “Roster KCK”: 1 of 5 expectations are not met",
      "Teacher roster: 1 of 5 expectations are not met",
    ]);
    expect(await failingOnBoard()).toBe(2);
    expect((await lastJudgements(home.pool, "roster")).map(({ sheet, worst }) => [sheet, worst])).toEqual([
      ["Roster KCK", "critical"],
      ["Roster Center", "none"],
      [null, "critical"],
    ]);
    const figures = await measureQuality(home.pool, organization, "2026-02-28T08:00:00.000Z");
    expect(figures.find(({ metric }) => metric === "expectations.roster")).toMatchObject({
      value: 2,
      success: false,
      details: { evaluated: 15, worst: "critical" },
    });
  });

  it("passes when that sheet is as expected again, or is not read any more", async () => {
    await judged("sheet:Roster KCK", 1, CRITICAL);
    await judged("sheet:Roster Olathe", 9, CRITICAL);
    await judged("sheet:Roster Olathe", 10, FINE);
    await judged("sheet:Roster Center", 10, FINE);
    expect(await told()).toEqual([]);
    expect(await failingOnBoard()).toBe(0);
  });

  it("warns of a sheet that has got worse than its own first load, not than another's", async () => {
    const warnings = (unsuccessful: number) => ({ worst: "warning", unsuccessful });
    await judged("sheet:Roster KCK", 9, warnings(3));
    await judged("sheet:Roster Center", 9, warnings(1));
    await judged("sheet:Roster KCK", 10, warnings(3));
    await judged("sheet:Roster Center", 10, warnings(2));
    expect(await told()).toEqual(["Teacher roster “Roster Center”: 2 of 5 expectations are not met"]);
  });
});
