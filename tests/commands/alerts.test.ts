import { expect, it } from "vitest";
import { organizationSchema } from "../../src/runtime/index.js";
import { type Problem, settleAlerts } from "../../src/watch/index.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const organization = organizationSchema.parse(undefined);

onBothEngines((engine) => {
  const office = withOffice(engine);
  const problem = (object: string, severity: Problem["severity"] = "warning"): Problem => ({
    check: "sync",
    object,
    field: null,
    class: "failed",
    title: `${object} could not be read`,
    text: "Grant it.",
    severity,
    count: 2,
    details: { source: "salesforce", samples: ["J*** S***"] },
  });
  /** Brings the alerts up to these problems. @returns the number of the first */
  async function wrong(...problems: Problem[]): Promise<number> {
    const { pool, world } = office();
    await settleAlerts(pool, organization, ["sync"], problems, world.now, async () => undefined);
    const first = await pool.db.alert.findFirst({ where: { title: problems[0]?.title ?? "" } });
    return first?.id ?? 0;
  }
  const stateOf = async (id: number) => (await office().pool.db.alert.findUnique({ where: { id } }))?.state;

  it("says that nothing is wrong when nothing is", async () => {
    await wrong();
    expect((await office().reply("alerts")).text).toBe("Nothing is wrong that Polaris knows of.");
  });

  it("lists what is wrong, the gravest first, and opens one with its details and samples", async () => {
    const id = await wrong(problem("Contact"), problem("Account", "critical"));
    const listed = await office().json("alerts", { as: "coordinator" });
    expect((await office().reply("alerts")).text).toBe("2 alerts open, 1 critical.");
    expect(rowsOf(listed, "alerts").map(({ title }) => title)).toEqual([
      "Account could not be read",
      "Contact could not be read",
    ]);
    const one = await office().json(`alerts #${id}`);
    expect((await office().reply(`alerts ${id}`)).text).toBe("Contact could not be read. Grant it.");
    expect(rowsOf(one, "samples")).toEqual([{ sample: "J*** S***" }]);
    expect(rowsOf(await office().json("alerts check:sync"), "alerts")).toHaveLength(2);
    expect(rowsOf(await office().json('alerts check:"job sync-salesforce"'), "alerts")).toEqual([]);
  });

  it("is taken up, put off and opened again, and says how to take each back", async () => {
    const id = await wrong(problem("Contact"));
    const taken = await office().reply(`alert acknowledge ${id}`, { as: "coordinator", who: "U0COORD01" });
    expect(taken.text).toBe(
      `You have taken up alert ${id}: Contact could not be read. It is not told again unless it becomes worse.`,
    );
    expect(taken.actions.map(({ line }) => line)).toEqual([`alert reopen ${id}`]);
    expect(await office().pool.db.alert.findUnique({ where: { id } })).toMatchObject({
      state: "acknowledged",
      acknowledged_by: "U0COORD01",
    });
    expect(rowsOf(await office().json("alerts"), "alerts").map(({ by }) => by)).toEqual(["U0COORD01"]);
    expect((await office().json(`alerts ${id}`)).facts.map(({ key, value }) => [key, value])).toContainEqual([
      "by",
      "U0COORD01",
    ]);
    expect((await office().reply(`alert reopen ${id}`)).text).toBe(`Alert ${id} is open again.`);
    expect(await stateOf(id)).toBe("open");
    expect((await office().reply(`alert snooze ${id} 48h`)).text).toMatch(new RegExp(`^Alert ${id} is put off until `));
    expect(await stateOf(id)).toBe("snoozed");
    expect((await office().reply(`alerts ${id}`)).actions.map(({ line }) => line)).toEqual([`alert reopen ${id}`]);
    await office().reply(`alert reopen ${id}`);
  });

  it("takes the number first too, and asks what is to be done where it stands alone", async () => {
    const id = await wrong(problem("Contact"));
    const { text, suggestions } = await office().failure(`alert ${id}`);
    expect(text).toBe(
      `What is to be done with alert ${id}? Expected acknowledge, snooze or reopen, as in: alert acknowledge ${id}`,
    );
    expect(suggestions.map(({ line }) => line)).toEqual([`alerts ${id}`, `alert acknowledge ${id}`]);
    expect((await office().reply(`alert ${id} snooze 24`)).text).toMatch(new RegExp(`^Alert ${id} is put off until `));
    await office().reply(`alert ${id} reopen`);
  });

  it("says what a number is when it is none, and when the problem has passed", async () => {
    const id = await wrong(problem("Contact"));
    for (const line of ["alert acknowledge twelve", "alerts twelve", "alert acknowledge 99999999999"])
      expect((await office().failure(line)).text).toMatch(/ is no alert\. Expected a number that "alerts" shows\.$/);
    for (const line of ["alerts 999999", "alert 999999", "alert acknowledge 999999"])
      expect((await office().failure(line)).text).toBe(
        'There is no alert 999999. Expected a number that "alerts" shows.',
      );
    for (const hours of ["0", "0.5", "337", "soon"])
      expect((await office().failure(`alert snooze ${id} ${hours}`)).text).toContain("Expected hours, from 1 to 336.");
    await wrong();
    expect((await office().failure(`alert acknowledge ${id}`)).text).toBe(
      `Alert ${id} has passed already: there is nothing to be done about it.`,
    );
    expect((await office().reply("alerts resolved:yes")).text).toMatch(/passed/);
  });

  it("is nothing for whom a district is all there is", async () => {
    for (const line of ["alerts", "alert acknowledge 1", "quality", "quality flags", "quarantine"])
      expect((await office().failure(line, { as: "district", districts: ["x"] })).code).toBe("not_allowed");
    expect((await office().failure("quarantine", { as: "coordinator" })).code).toBe("not_allowed");
  });
});
