import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ConsoleView } from "../../../sandbox/slack/index.js";
import {
  COORDINATOR,
  GENERAL,
  runningSetting,
  type SampleRows,
  type Setting,
  STAFF,
  sampleRows,
  TODAY,
} from "../../main/setting.js";
import { buttonsOf, isAnswered, onlyEphemeral, wordsOf } from "./looking.js";

/** Events in person that were held, the newest first. */
const heldIn = (rows: SampleRows) =>
  rows.Session__c.filter(
    (row) =>
      row.Format__c === "In-Person" &&
      row.Session_Status__c === "Completed" &&
      String(row.Start_Date_and_Time__c).slice(0, 10) < TODAY,
  ).map(({ Id }) => String(Id));

let setting: Setting;
let events: readonly string[];
let titles: ReadonlyMap<string, string>;
beforeAll(async () => {
  const rows = sampleRows();
  events = heldIn(rows).slice(0, 3);
  titles = new Map(rows.Session__c.map(({ Id, Name }) => [String(Id), String(Name)]));
  setting = await runningSetting({ rows });
});
afterAll(() => setting.close());
afterEach(async () => {
  setting.slack.clearFaults();
  for (const user of [STAFF, COORDINATOR])
    if (setting.slack.as(user).modal !== null) await setting.slack.as(user).close(true);
});

/** Opens the form; where Slack's three seconds were over, by the button that is offered instead. */
const open = async (event: string | undefined, user = STAFF): Promise<ConsoleView> => {
  const person = setting.slack.as(user);
  let seen = await person.slash("/polaris", `attendance ${event}`, GENERAL, {
    until: (now) => (now.modal !== null && now.ephemerals.length === 0) || isAnswered(now),
  });
  if (seen.modal === null)
    seen = await person.click("Open Form", onlyEphemeral(seen), { until: (now) => now.modal !== null });
  if (seen.modal === null) throw new Error("no form was opened");
  return seen.modal;
};
const previewOf = (view: ConsoleView | null): string =>
  wordsOf(view?.blocks.find(({ block_id }) => block_id === "preview"));
/** Chooses another event in the open form, as type-ahead offers it. */
const pick = async (event: string | undefined, is: () => boolean): Promise<void> => {
  const sam = setting.slack.as(STAFF);
  const offered = await sam.suggest("Event", titles.get(String(event)) ?? "");
  const value = offered.find((option) => option.value === event)?.value;
  if (value === undefined) throw new Error(`${event} is not offered among ${JSON.stringify(offered)}`);
  await sam.choose("Event", value, sam.modal, { until: is });
};
const labelsOf = (view: ConsoleView | null) =>
  (view?.blocks ?? []).filter(({ type }) => type === "input").map((block) => wordsOf(block.label));

describe("the attendance form", () => {
  it("follows what is typed, loses nothing of it, and saves what it showed", async () => {
    const sam = setting.slack.as(STAFF);
    const form = await open(events[0]);
    expect(labelsOf(form)).toEqual([
      "Event",
      "Total students",
      "Classrooms or tables",
      "Rotations",
      "Groups of students",
    ]);
    const shows = (words: string) => ({ until: () => previewOf(sam.modal).includes(words) });
    await sam.choose("Total students", "60", form, shows("60 students. An estimate"));
    await sam.choose("Classrooms or tables", "3", sam.modal, shows("20 in each room"));
    await sam.choose(
      "Rotations",
      "2",
      sam.modal,
      shows("60 students ÷ 3 rooms × 2 rotations = 40 students per volunteer"),
    );
    expect(sam.modal?.values).toMatchObject({
      "field:students": { "value:students": "60" },
      "field:rooms": { "value:rooms": "3" },
      "field:rotations": { "value:rotations": "2" },
    });
    const seen = await sam.submit(null, { "Groups of students": "4" }, { until: isAnswered });
    expect(onlyEphemeral(seen).text).toContain("60 students ÷ 3 rooms × 2 rotations = 40 students per volunteer");
    expect(buttonsOf(onlyEphemeral(seen))).toEqual(expect.arrayContaining(["Undo", "Change", "History"]));
    const again = await sam.click("Change", onlyEphemeral(seen), { until: (now) => now.modal !== null });
    expect(again.modal?.values["field:students"]).toEqual({ "value:students": "60" });
    expect(previewOf(again.modal)).toContain("= 40 students per volunteer");
  });

  it("keeps its further fields when they are shown, and what was typed before", async () => {
    const sam = setting.slack.as(STAFF);
    const form = await open(events[1]);
    await sam.choose("Total students", "65", form, { until: () => previewOf(sam.modal).includes("65 students") });
    await sam.click("More (4)", sam.modal, { until: () => labelsOf(sam.modal).includes("Note") });
    expect(sam.modal?.values["field:students"]).toEqual({ "value:students": "65" });
    await sam.choose("Classrooms or tables", "3", sam.modal, {
      until: () => previewOf(sam.modal).includes("21 in each room"),
    });
    expect(labelsOf(sam.modal)).toContain("Note");
  });

  it("carries quick changes over from one state of the form to the next: the last one is shown", async () => {
    const sam = setting.slack.as(STAFF);
    const form = await open(events[1]);
    setting.slack.addFault({ on: "views.update", delayMs: 300, times: 1 });
    await sam.choose("Total students", "6", form, { until: "ack" });
    await sam.choose("Total students", "60", form, { until: "ack" });
    await sam.choose("Total students", "600", form, { until: () => previewOf(sam.modal).includes("600 students") });
    expect(sam.modal?.values["field:students"]).toEqual({ "value:students": "600" });
  });

  it("says beside the field what is wrong with it", async () => {
    const sam = setting.slack.as(STAFF);
    await open(events[1]);
    const seen = await sam.submit(null, { "Total students": "-5", "Classrooms or tables": "10000", Rotations: "two" });
    expect(seen.result).toMatchObject({
      ok: false,
      errors: {
        "field:students": "Expected a whole number from 0 to 100,000.",
        "field:rooms": "Expected a whole number from 1 to 500.",
        "field:rotations": "Expected a whole number from 1 to 50.",
      },
    });
    const together = await sam.submit(null, { "Total students": "60", "Classrooms or tables": null, Rotations: "2" });
    expect(together.result).toMatchObject({
      ok: false,
      errors: { "field:rooms": expect.stringContaining("Rotations need the number of classrooms or tables") },
    });
    expect(sam.modal).not.toBeNull();
  });

  it("shows the later of two people the other's numbers and asks; theirs are kept until then", async () => {
    const [sam, cleo] = [setting.slack.as(STAFF), setting.slack.as(COORDINATOR)];
    await open(events[2]);
    await open(events[2], COORDINATOR);
    await cleo.submit(null, { "Total students": "70" }, { until: isAnswered });
    const asked = await sam.submit(null, { "Total students": "60" }, { until: isAnswered });
    const question = onlyEphemeral(asked);
    expect(question.text).toContain("70 students. Yours, not saved yet: 60 students.");
    expect(buttonsOf(question)).toEqual(expect.arrayContaining(["Mine: 60 students", "Leave: 70 students"]));
    const saved = await sam.click("Mine: 60 students", question, { until: isAnswered });
    expect(onlyEphemeral(saved).text).toContain("instead of 70 students");
  });

  it("shows the numbers of the event that is chosen in it, keeps what was typed, and saves it there", async () => {
    const sam = setting.slack.as(STAFF);
    const [first = "", second = ""] = events;
    const save = async (event: string, students: string, rooms: string) => {
      await open(event);
      const values = { "Total students": students, "Classrooms or tables": rooms, Rotations: null };
      await sam.submit(null, values, { until: isAnswered });
    };
    const entered = (key: string): unknown =>
      Object.entries(sam.modal?.values ?? {})
        .filter(([block]) => block.split("@")[0] === `field:${key}`)
        .flatMap(([, fields]) => Object.values(fields))[0] ?? null;
    await save(first, "80", "4");
    await save(second, "33", "3");
    await open(first);
    expect([entered("students"), entered("rooms")]).toEqual(["80", "4"]);
    await pick(second, () => entered("students") === "33");
    expect([entered("rooms"), entered("rotations")]).toEqual(["3", null]);
    expect(previewOf(sam.modal)).toContain("33 students");
    await sam.choose("Classrooms or tables", "11", sam.modal, {
      until: () => previewOf(sam.modal).includes("3 in each room"),
    });
    await pick(first, () => entered("students") === "80");
    expect(entered("rooms")).toBe("11");
    await pick(second, () => entered("students") === "33");
    const refused = await sam.submit(null, { "Total students": "-1" });
    expect(refused.result).toMatchObject({ ok: false });
    // What stood is the second event's: nobody is asked whose numbers stand.
    const seen = await sam.submit(null, { "Total students": "34" }, { until: isAnswered });
    expect(onlyEphemeral(seen).text).toContain("instead of 33 students, 3 rooms");
  });

  it("that is opened for no event is filled in when one is chosen", async () => {
    const sam = setting.slack.as(STAFF);
    await open("");
    const entered = () => JSON.stringify(sam.modal?.values);
    await pick(events[0], () => entered().includes('"80"'));
    expect(entered()).toContain('"4"');
  });
});
