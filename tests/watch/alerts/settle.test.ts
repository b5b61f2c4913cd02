import { afterEach, beforeEach, expect, it } from "vitest";
import { organizationSchema } from "../../../src/runtime/index.js";
import {
  detailLabel,
  detailWords,
  listAlerts,
  type Problem,
  respondToAlert,
  settleAlerts,
  type Telling,
} from "../../../src/watch/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const MONDAY = "2026-02-16T08:00:00.000Z";
const organization = organizationSchema.parse({ alerts: { owners: { flags: "U0OWNER01" }, repeatHours: 24 } });

onBothEngines((engine) => {
  let home: EmptyPool;
  let now = MONDAY;
  let told: Telling[] = [];

  beforeEach(async () => {
    home = await emptyPool(engine);
    now = MONDAY;
  });
  afterEach(() => home.drop());

  const tell = async (_tx: unknown, telling: Telling) => void told.push(telling);
  const problem = (count: number, change: Partial<Problem> = {}): Problem => ({
    check: "flags",
    object: "event",
    field: null,
    class: "no district",
    title: "Events without a district",
    text: "Say which in Salesforce.",
    severity: "warning",
    count,
    details: { samples: ["a0X…"] },
    ...change,
  });
  async function run(...problems: Problem[]): Promise<string[]> {
    told = [];
    await settleAlerts(home.pool, organization, ["flags"], problems, now, tell);
    return told.map(({ reply, threadKey, replacesKey }) => {
      const where = replacesKey !== null ? "changed: " : threadKey !== null ? "in the thread: " : "";
      return `${where}${reply.text}`;
    });
  }
  const later = (hours: number) => {
    now = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  };
  const only = async () => {
    const [alert] = await listAlerts(home.pool, { check: null, resolved: false });
    if (alert === undefined) throw new Error("no alert");
    return alert;
  };
  const respond = (kind: "acknowledge" | "reopen" | "snooze", until = "") =>
    home.pool.transaction(async (tx) =>
      respondToAlert(tx, (await only()).id, kind === "snooze" ? { kind, until } : { kind }, {
        by: "U0STAFF01",
        now,
        timeZone: "America/Chicago",
        tell,
      }),
    );

  it("tells a problem once, with what, since when, how many, a sample, whose it is and what can be done", async () => {
    expect(await run(problem(3))).toEqual(["Warning: Events without a district. Say which in Salesforce."]);
    const [first] = told;
    expect(first?.reply.mentions).toEqual(["U0OWNER01"]);
    expect(first?.reply.facts.map(({ key, value }) => [key, value])).toEqual([
      ["alert", "#1"],
      ["state", "open"],
      ["since", MONDAY],
      ["count", 3],
      ["sample", "a0X…"],
    ]);
    expect(first?.reply.actions.map(({ line }) => line)).toEqual([
      "alert acknowledge 1",
      "alert snooze 1 24",
      "alerts 1",
    ]);
    later(1);
    expect(await run(problem(4))).toEqual([]);
  });

  it("says what was found in words, whatever its shape", () => {
    const words = (value: unknown) => detailWords(value, "America/Chicago");
    expect(words({ not_synced: 1200, unstamped: 1, left_there: 0, none: null })).toBe("not synced 1,200, unstamped 1");
    expect(words(["a0X…", { lastGood: "2026-11-20T12:00:00.000Z" }])).toBe("a0X…; last good 20 Nov 2026 06:00 CST");
    expect([words(null), words(true), words(0.5)]).toEqual(["not known", "yes", "0.5"]);
    expect(["source_rows", "lastGood"].map(detailLabel)).toEqual(["Source rows", "Last good"]);
  });

  it("says again in the thread that it is still there, a day later", async () => {
    await run(problem(3));
    later(23);
    expect(await run(problem(3))).toEqual([]);
    later(1);
    expect(await run(problem(3))).toEqual(["in the thread: Still there: Events without a district. 3 now."]);
  });

  it("keeps quiet about what somebody has taken up, until it doubles", async () => {
    await run(problem(3));
    await respond("acknowledge");
    later(72);
    expect(await run(problem(5))).toEqual([]);
    expect((await only()).state).toBe("acknowledged");
    expect(await run(problem(6))).toEqual([
      "in the thread: Worse: Events without a district. 6 now, 3 when it was last told.",
      "changed: Warning: Events without a district. Say which in Salesforce.",
    ]);
    expect(told[1]?.reply.facts.find(({ key }) => key === "state")?.value).toBe("open");
    expect((await only()).state).toBe("open");
  });

  it("keeps quiet while it is put off, and no longer", async () => {
    await run(problem(3));
    await respond("snooze", new Date(Date.parse(now) + 48 * 3_600_000).toISOString());
    later(47);
    expect(await run(problem(3))).toEqual([]);
    later(2);
    expect(await run(problem(3))).toEqual([
      "in the thread: Still there: Events without a district. 3 now.",
      "changed: Warning: Events without a district. Say which in Salesforce.",
    ]);
    expect(await only()).toMatchObject({ state: "open", snoozedUntil: null });
  });

  it("is told again as soon as a short snooze ends, not a day after it was last told", async () => {
    await run(problem(3));
    await respond("snooze", new Date(Date.parse(now) + 3_600_000).toISOString());
    later(1);
    expect(await run(problem(3))).toContain("in the thread: Still there: Events without a district. 3 now.");
    later(1);
    expect(await run(problem(3))).toEqual([]);
  });

  it("tells what is only for information once", async () => {
    const drift = problem(1, { severity: "info", title: "A formula has moved on" });
    expect(await run(drift)).toEqual(["For your information: A formula has moved on. Say which in Salesforce."]);
    later(24 * 7);
    expect(await run(drift)).toEqual([]);
  });

  it("breaks through when it becomes more serious", async () => {
    await run(problem(3));
    await respond("acknowledge");
    expect(await run(problem(3, { severity: "critical" }))).toEqual([
      "in the thread: More serious now: Events without a district. 3 now.",
      "changed: Critical: Events without a district. Say which in Salesforce.",
    ]);
    expect(told[0]?.isCritical).toBe(true);
  });

  it("resolves in the thread when the problem has passed, and opens anew when it comes back", async () => {
    await run(problem(3));
    later(2);
    expect(await run()).toEqual([
      "in the thread: Resolved: Events without a district. It was there since 16 Feb 2026 02:00 CST.",
      "changed: Resolved: Events without a district. Say which in Salesforce.",
    ]);
    expect(await run()).toEqual([]);
    later(2);
    expect(await run(problem(1))).toEqual(["Warning: Events without a district. Say which in Salesforce."]);
    expect((await only()).openedAt).toBe(now);
  });

  it("leaves alerts of checks that did not run as they are", async () => {
    await run(problem(3));
    told = [];
    await settleAlerts(home.pool, organization, ["sync"], [], now, tell);
    expect(told).toEqual([]);
    expect((await only()).state).toBe("open");
  });

  it("puts many new problems of one check into one message", async () => {
    const kinds = ["a", "b", "c", "d"].map((sort) => problem(1, { class: sort, title: `Sort ${sort}` }));
    expect(await run(...kinds)).toEqual([
      "Warning: 4 new problems found by flags. Sort a (1); Sort b (1); Sort c (1); Sort d (1).",
    ]);
    later(1);
    expect(await run(...kinds.slice(1))).toEqual([
      "in the thread: Resolved: Sort a. It was there since 16 Feb 2026 02:00 CST.",
    ]);
  });

  it("says of a group in one message that it goes on, and in one that it has passed", async () => {
    const kinds = ["a", "b", "c", "d"].map((sort) => problem(1, { class: sort, title: `Sort ${sort}` }));
    await run(...kinds);
    later(24);
    expect(await run(...kinds)).toEqual([
      "in the thread: Still there: 4 problems found by flags. Sort a (1); Sort b (1); Sort c (1); Sort d (1).",
    ]);
    expect(told[0]?.reply.mentions).toEqual(["U0OWNER01"]);
    later(1);
    expect(await run()).toEqual([
      "in the thread: Resolved: 4 problems. Sort a (1); Sort b (1); Sort c (1); Sort d (1).",
    ]);
  });

  it("says in one message that many go on which each have their own", async () => {
    const kinds = ["a", "b", "c", "d"].map((sort) => problem(1, { class: sort, title: `Sort ${sort}` }));
    await run(...kinds.slice(0, 2));
    await run(...kinds);
    later(24);
    expect(await run(...kinds)).toEqual([
      "Still there: 4 problems found by flags. Sort a (1); Sort b (1); Sort c (1); Sort d (1).",
    ]);
    later(1);
    expect(await run(...kinds.slice(2))).toEqual([
      "in the thread: Resolved: Sort a. It was there since 16 Feb 2026 02:00 CST.",
      "changed: Resolved: Sort a. Say which in Salesforce.",
      "in the thread: Resolved: Sort b. It was there since 16 Feb 2026 02:00 CST.",
      "changed: Resolved: Sort b. Say which in Salesforce.",
    ]);
  });

  it("keeps the same object of two sources apart", async () => {
    const of = (source: string) => problem(1, { source, title: `Rows of ${source}` });
    expect(await run(of("one"), of("two"))).toHaveLength(2);
    expect(await run(of("two"))).toContainEqual(expect.stringContaining("Resolved: Rows of one"));
  });

  it("tells by mail too that a critical problem has passed", async () => {
    await run(problem(1, { severity: "critical" }));
    await run();
    expect(told.map(({ isCritical }) => isCritical)).toEqual([true, false]);
  });

  it("opens one alert and tells once, though two runs look at the same time", async () => {
    const keys: string[] = [];
    const look = async () => [problem(3)];
    const runAt = (at: string) =>
      settleAlerts(home.pool, organization, ["flags"], look, at, async (_tx, { key }) => void keys.push(key));
    await Promise.all([runAt("2026-02-16T08:00:00.000Z"), runAt("2026-02-16T08:00:00.001Z")]);
    expect(keys).toHaveLength(1);
  });

  it("shows in the message itself that somebody has taken it up, and takes that back", async () => {
    await run(problem(3));
    told = [];
    await respond("acknowledge");
    expect(told[0]?.replacesKey).toBe(`alert:1:${MONDAY}`);
    expect(told[0]?.reply.facts.find(({ key }) => key === "state")?.value).toBe("acknowledged");
    expect(told[0]?.reply.mentions).toEqual(["U0STAFF01"]);
    await respond("reopen");
    expect((await only()).state).toBe("open");
  });
});
