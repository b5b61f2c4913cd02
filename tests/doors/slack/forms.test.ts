import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  COORDINATOR,
  DISTRICT_VIEWER,
  GENERAL,
  GUEST,
  runningSetting,
  type Setting,
  STAFF,
  STRANGER,
} from "../../main/setting.js";
import { ask, buttonsOf, isAnswered, linesOf, onlyEphemeral, wordsOf } from "./looking.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());
afterEach(async () => {
  setting.slack.clearFaults();
  for (const user of [STAFF, COORDINATOR])
    if (setting.slack.as(user).modal !== null) await setting.slack.as(user).close(true);
});

const openForm = async (line: string, user = STAFF) => {
  // "Working on it …" may have been there for a moment.
  const seen = await setting.slack
    .as(user)
    .slash("/polaris", line, GENERAL, { until: (now) => now.modal !== null && now.ephemerals.length === 0 });
  if (seen.modal === null) throw new Error("no form was opened");
  return seen.modal;
};

const labelsOf = (view: { readonly blocks: readonly { readonly type: string }[] }) =>
  view.blocks.filter((block) => block.type === "input").map((block) => wordsOf((block as { label?: unknown }).label));

/** What the form of a company report asks first; the rest stands behind More. */
const FIRST = ["Organisation", "Period", "Everybody ever linked", "Edition", "District"];

describe("a command that lacks an argument", () => {
  it("opens its form, filled in with what was said", async () => {
    const form = await openForm("report org period:SY24-25");
    expect(form.title).toBe("Report org");
    expect(form.submit).toBe("Show report");
    expect(labelsOf(form)).toEqual(FIRST);
    expect(form.values["field:period"]).toEqual({ "value:period": "SY24-25" });
    expect(buttonsOf(form)).toEqual(["More (11)"]);
  });

  it("offers organisations while one types, and answers like a typed line when it is sent in", async () => {
    await openForm("report org");
    const sam = setting.slack.as(STAFF);
    const offered = await sam.suggest("Organisation", "hil");
    expect(offered.map((option) => option.text)).toEqual(["Hill's Pet Nutrition"]);
    const seen = await sam.submit(
      null,
      { Organisation: "Hill's Pet Nutrition", Period: "3y" },
      { until: (now) => now.dms.length > 0 },
    );
    expect(onlyEphemeral(seen).text).toContain("Hill's Pet Nutrition");
    expect(onlyEphemeral(seen).channel).toBe(GENERAL);
    expect(linesOf(onlyEphemeral(seen))).toContain(`report org "Hill's Pet Nutrition" 3y as:xlsx`);
    expect(sam.modal).toBeNull();
  });

  it("says beside the fields what is wrong with them, and keeps the form open", async () => {
    await openForm("report org");
    const sam = setting.slack.as(STAFF);
    await sam.suggest("Organisation", "hil");
    const seen = await sam.submit(null, { Organisation: "Hill's Pet Nutrition", Period: "a fortnight of Sundays" });
    expect(seen.result).toMatchObject({ ok: false, error: "form_refused" });
    const errors = seen.result.ok ? {} : (seen.result.errors ?? {});
    expect(Object.keys(errors)).toEqual(["field:period"]);
    expect(errors["field:period"]).toContain("a fortnight of Sundays");
    expect(sam.modal?.title).toBe("Report org");
    expect(seen.messages).toEqual([]);
  });

  it("takes a name that is longer than a choice may carry", async () => {
    await openForm("report org");
    const sam = setting.slack.as(STAFF);
    const [offered] = await sam.suggest("Organisation", "greater missouri");
    expect(offered?.value.length).toBe(150);
    const seen = await sam.submit(null, { Organisation: offered?.value ?? "" }, { until: isAnswered });
    expect(onlyEphemeral(seen).text).toMatch(
      /^The Greater Missouri Bend .* the Skilled Building Trades: \d+ volunteers /,
    );
  });

  it("keeps what was typed when More shows the other fields", async () => {
    await openForm("report org");
    const sam = setting.slack.as(STAFF);
    await sam.suggest("Organisation", "hil");
    await sam.submit(null, { Organisation: "Hill's Pet Nutrition", Period: "a fortnight of Sundays" });
    const whole = FIRST.length + 11;
    await sam.click("More (11)", null, { until: (now) => now.modal !== null && labelsOf(now.modal).length === whole });
    if (sam.modal === null) throw new Error("the form is gone");
    expect(labelsOf(sam.modal)).toEqual(expect.arrayContaining([...FIRST, "Sort by", "As a file or chart"]));
    expect(buttonsOf(sam.modal)).toEqual([]);
    expect(sam.modal.values["field:org"]).toEqual({ "lookup:org": "Hill's Pet Nutrition" });
    expect(sam.modal.values["field:period"]).toEqual({ "value:period": "a fortnight of Sundays" });
    const seen = await sam.submit(null, { Period: "SY25-26" }, { until: isAnswered });
    expect(linesOf(onlyEphemeral(seen))).toContain(`report org "Hill's Pet Nutrition" SY25-26 as:xlsx`);
  });

  it("shows a filter that was said among its first fields", async () => {
    const sam = setting.slack.as(STAFF);
    expect(labelsOf(await openForm("report org sort:-hours"))).toEqual([...FIRST, "Sort by"]);
    await sam.suggest("Organisation", "hil");
    const seen = await sam.submit(null, { Organisation: "Hill's Pet Nutrition" }, { until: isAnswered });
    expect(linesOf(onlyEphemeral(seen))).toContain(`report org "Hill's Pet Nutrition" sort:-hours as:xlsx`);
  });

  it("asks in the thread when it is mentioned, with a button that opens the form", async () => {
    const sam = setting.slack.as(STAFF);
    const asked = await sam.mention(GENERAL, "report org", { until: isAnswered });
    expect(buttonsOf(onlyEphemeral(asked)).at(-1)).toBe("Open Form");
    const seen = await sam.click("Open Form", onlyEphemeral(asked), { until: (now) => now.modal !== null });
    expect(seen.modal?.title).toBe("Report org");
  });

  it("answers with a button that opens the form when Slack's three seconds are over", async () => {
    const sam = setting.slack.as(STAFF);
    setting.slack.addFault({ on: "views.open", error: "expired_trigger_id", times: 1 });
    const seen = await sam.slash("/polaris", "report org", GENERAL, { until: isAnswered });
    expect(seen.modal).toBeNull();
    expect(onlyEphemeral(seen).text).toMatch(/needs/);
    await sam.click("Open Form", onlyEphemeral(seen), { until: (now) => now.modal !== null });
    expect(sam.modal?.title).toBe("Report org");
  });

  it("opens the form from the shortcut, and answers it by direct message", async () => {
    const sam = setting.slack.as(STAFF);
    await sam.shortcut("company_report", null, { until: (now) => now.modal !== null });
    await sam.suggest("Organisation", "hil");
    const seen = await sam.submit(
      null,
      { Organisation: "Hill's Pet Nutrition" },
      { until: (now) => now.dms.length === 2 },
    );
    expect(seen.dms[0]?.text).toContain("Hill's Pet Nutrition");
    expect(buttonsOf(seen.dms[0] ?? { blocks: [] })).not.toContain("Share in Channel");
    expect(seen.dms[1]?.blocks.map((block) => block.type)).toEqual(["section", "image", "context"]);
    expect(seen.ephemerals).toEqual([]);
  });
});

describe("type-ahead", () => {
  it("offers nothing once the person may not see the names any more", async () => {
    await openForm("report org", COORDINATOR);
    const cleo = setting.slack.as(COORDINATOR);
    expect(await cleo.suggest("Organisation", "hil")).toHaveLength(1);
    await setting.slack.setUserGroup("S0COORDS01", []);
    expect(await cleo.suggest("Organisation", "hil")).toEqual([]);
    const seen = await cleo.submit(null, { Organisation: "Hill's Pet Nutrition" });
    expect(seen.result).toMatchObject({ ok: false, error: "form_refused" });
    expect(JSON.stringify(seen.result)).toContain("you have no role here yet");
    await setting.slack.setUserGroup("S0COORDS01", [COORDINATOR]);
    expect(await cleo.suggest("Organisation", "hil")).toHaveLength(1);
  });

  it.each([STRANGER, DISTRICT_VIEWER, GUEST])(
    "offers %s nothing, even through a form that somebody else opened",
    async (user) => {
      await openForm("report org");
      await setting.slack.as(STAFF).suggest("Organisation", "hil");
      const asked = setting.slack.deliveries("block_suggestion")[0]?.body as Record<string, unknown> & { user: object };
      const answer = await setting.slack.deliver("interactive", { ...asked, user: { ...asked.user, id: user } });
      expect(answer).toEqual({ outcome: "acknowledged", body: { options: [] } });
      const own = await setting.slack.deliver("interactive", asked);
      expect(own).toMatchObject({ body: { options: [{ value: "Hill's Pet Nutrition" }] } });
    },
  );

  it("is never reached by a stranger or a district viewer: they get no form", async () => {
    for (const user of [STRANGER, DISTRICT_VIEWER]) {
      const seen = await ask(setting.slack.as(user), "volunteer", GENERAL);
      expect(seen.modal).toBeNull();
      expect(seen.ephemerals).toHaveLength(1);
    }
  });
});

describe("an ambiguous organisation", () => {
  it("is offered as a choice; the choice answers in its place and can be remembered", async () => {
    const sam = setting.slack.as(STAFF);
    const asked = await ask(sam, "report org health 3y", GENERAL);
    const question = onlyEphemeral(asked);
    expect(question.text).toMatch(/organisations are near “health”\. Which one do you mean\?$/);
    const choice = "Sunflower Health";
    expect(buttonsOf(question)).toContain(choice);
    const chosen = await sam.click(choice, question, { until: (now) => now.dms.length > 0 });
    expect(onlyEphemeral(chosen).key).toBe(question.key);
    expect(onlyEphemeral(chosen).text).toContain(choice);

    const again = onlyEphemeral(await ask(sam, "report org health 3y", GENERAL));
    const remembered = onlyEphemeral(await sam.click(`Always ${choice}`, again, { until: isAnswered }));
    expect(remembered.text).toBe(`From now on “health” means ${choice}.`);
    const next = await sam.slash("/polaris", "report org health 3y", GENERAL, {
      until: (now) => now.dms.length > 0 && isAnswered(now),
    });
    expect(onlyEphemeral(next).text).toContain(choice);
  });
});
