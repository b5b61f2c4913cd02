import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seen } from "../../../sandbox/slack/index.js";
import { schoolYearOf } from "../../../src/domain/index.js";
import {
  ADMIN,
  COORDINATOR,
  DISTRICT_VIEWER,
  GENERAL,
  MANAGERS,
  OTHER_STAFF,
  runningSetting,
  type Setting,
  STAFF,
  STRANGER,
  sampleRows,
  TODAY,
} from "../../main/setting.js";
import { plainCompany } from "../../plain/index.js";
import { ask, buttonsOf, fromPolaris, isAnswered, linesOf, onlyEphemeral, smallPrintOf, tableOf } from "./looking.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());

const hills = () => {
  const year = schoolYearOf(TODAY, 8);
  return plainCompany(sampleRows(), {
    organization: "Hill's Pet Nutrition",
    start: `${year - 2}-08-01`,
    end: `${year + 1}-07-31`,
  });
};

async function workbookOf(bytes: Buffer | null | undefined): Promise<ExcelJS.Workbook> {
  if (!bytes) throw new Error("the file has no bytes");
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook;
}

const LEAD = /^(\d+) volunteers for skill stem; (\d+) of \1 local \((\d+)%\)(?:, \d+ [a-z ]+)*\.$/;

describe("/polaris volunteers skill:stem", () => {
  it("answers only the asker: one sentence, a table of ten, what stem means, the footer", async () => {
    const seen = await ask(setting.slack.as(STAFF), "volunteers skill:stem", GENERAL);
    const message = onlyEphemeral(seen);
    const [, count, local, share] = (LEAD.exec(message.text) ?? []).map(Number);
    expect(share).toBe(Math.round((100 * (local ?? 0)) / (count ?? 0)));
    const [header, ...rows] = tableOf(message);
    expect(header?.slice(0, 2)).toEqual(["Volunteer", "Organisation"]);
    expect(rows).toHaveLength(10);
    expect(smallPrintOf(message).join("\n")).toContain("“stem” is a group of skills: ");
    expect(smallPrintOf(message).at(-1)).toContain("SAMPLE DATA");
    expect(buttonsOf(message)).toEqual([
      "Next",
      "Why not more?",
      "Save this search",
      "Export to Excel",
      "Share in Channel",
    ]);
    expect(seen.public).toEqual([]);
    expect(seen.dms).toEqual([]);
  });

  it("turns pages in the same message, and keeps the moment of page 1", async () => {
    const sam = setting.slack.as(STAFF);
    const first = onlyEphemeral(await ask(sam, "volunteers skill:stem", GENERAL));
    const names = tableOf(first).slice(1);
    const second = onlyEphemeral(await sam.click("Next", first, { until: isAnswered }));
    expect(second.key).toBe(first.key);
    const others = tableOf(second).slice(1);
    expect(others.filter((row) => names.some((name) => name[0] === row[0] && name[7] === row[7]))).toEqual([]);
    expect(buttonsOf(second)).toEqual([
      "Previous",
      "Next",
      "Why not more?",
      "Save this search",
      "Export to Excel",
      "Share in Channel",
    ]);
    const [asOf] = linesOf(first).flatMap((line) => /asOf:(\S+)/.exec(line)?.[1] ?? []);
    expect(linesOf(second).slice(0, 2)).toEqual([
      `volunteers skill:stem page:1 asOf:${asOf}`,
      `volunteers skill:stem page:3 asOf:${asOf}`,
    ]);
    const back = onlyEphemeral(await sam.click("Previous", second, { until: isAnswered }));
    expect(tableOf(back).slice(1)).toEqual(names);
  });

  it("says so on page 2 when a sync came in between", async () => {
    const sam = setting.slack.as(STAFF);
    const first = onlyEphemeral(await ask(sam, "volunteers skill:stem", GENERAL));
    const ada = setting.slack.as(ADMIN);
    await ada.slash("/polaris", "sync salesforce", GENERAL, { until: (seen) => /sync finished/.test(seen.text) });
    const second = onlyEphemeral(await sam.click("Next", first, { until: isAnswered }));
    expect(smallPrintOf(second).join("\n")).toContain("The data changed since page 1 was made: rows may have moved.");
  });

  it("sends all rows as a real workbook by direct message, and leaves the answer where it is", async () => {
    const sam = setting.slack.as(STAFF);
    const message = onlyEphemeral(await ask(sam, "volunteers skill:stem", GENERAL));
    const [, count, local] = (LEAD.exec(message.text) ?? []).map(Number);
    const seen = await sam.click("Export to Excel", message, { until: isAnswered });
    const told = onlyEphemeral(seen);
    expect(told.key).not.toBe(message.key);
    expect(told.text).toBe("Volunteers: the file is in your direct messages with Polaris.");
    const [file] = seen.dms.flatMap((each) => each.files);
    expect(file?.name).toBe("volunteers.xlsx");

    const workbook = await workbookOf(setting.slack.file(file?.id ?? "").bytes);
    const sheets = workbook.worksheets.map((sheet) => sheet.getSheetValues() as (unknown[] | undefined)[]);
    const isHeader = (row: unknown[] | undefined) => row?.[1] === "Volunteer";
    const rows = sheets.find((each) => each.some(isHeader)) ?? [];
    const top = rows.findIndex(isHeader);
    expect(rows[top]?.slice(1)).toEqual([
      "Volunteer",
      "Organisation",
      "Title",
      "Matches",
      "Local",
      "Events",
      "Last event",
      "Last e-mail",
      "E-mail",
      "Salesforce",
    ]);
    const people = rows.slice(top + 1);
    expect(people).toHaveLength(count ?? -1);
    const column = (number: number) => people.map((row) => row?.[number]);
    expect(column(5).filter((value) => /^local\b/.test(String(value)))).toHaveLength(local ?? -1);
    expect(column(6).every((value) => typeof value === "number")).toBe(true);
    expect(column(7).every((value) => value === undefined || value instanceof Date)).toBe(true);
    expect(column(7).some((value) => value instanceof Date)).toBe(true);
    expect(column(10)[0]).toMatchObject({ hyperlink: expect.stringMatching(/^https:/) });
    expect(workbook.worksheets.some((each) => JSON.stringify(each.getSheetValues()).includes("SAMPLE DATA"))).toBe(
      true,
    );
  });

  it("leaves names and addresses out of what is shared with the channel", async () => {
    const sam = setting.slack.as(STAFF);
    const message = onlyEphemeral(await ask(sam, "volunteers skill:stem", GENERAL));
    const name = tableOf(message)[1]?.[0] ?? "";
    const seen = await sam.click("Share in Channel", message, { until: (now) => now.public.length > 0 });
    const [shared] = seen.public;
    if (shared === undefined) throw new Error("nothing was shared");
    expect(shared.text).toMatch(LEAD);
    expect(tableOf(shared)[0]).toEqual(["Organisation", "Local", "Events", "Last event"]);
    expect(JSON.stringify(shared.blocks)).not.toContain(name);
    expect(JSON.stringify(shared.blocks)).not.toContain("@");
    expect(smallPrintOf(shared).join("\n")).toContain("names are shown privately only");
    expect(seen.ephemerals).toEqual([]);
  });

  it("leaves the same out, but not names, in a channel trusted with names", async () => {
    const sam = setting.slack.as(STAFF);
    const seen = await sam.mention(MANAGERS, "volunteers skill:stem", { until: (now) => now.public.length > 0 });
    expect(tableOf(seen.message)[0]).toEqual([
      "Volunteer",
      "Organisation",
      "Title",
      "Matches",
      "Local",
      "Events",
      "Last event",
      "Last e-mail",
    ]);
    expect(JSON.stringify(seen.message.blocks)).not.toMatch(/@\w+\./);
    expect(seen.ephemerals).toEqual([]);
  });

  it("sends a CSV instead when the line asks for one", async () => {
    const sam = setting.slack.as(STAFF);
    const seen = await sam.slash("/polaris", "volunteers skill:stem as:csv", GENERAL, {
      until: (now) => now.dms.flatMap((message) => message.files).length === 2,
    });
    const [file, method] = seen.dms.flatMap((each) => each.files);
    expect(file?.name).toBe("volunteers.csv");
    expect(method?.name).toBe("volunteers-method.csv");
    expect(String(setting.slack.file(method?.id ?? "").bytes)).toMatch(/Filters,skill stem\r\n[\s\S]*SAMPLE DATA/);
    const lines = String(setting.slack.file(file?.id ?? "").bytes)
      .trim()
      .split(/\r?\n/);
    expect(lines[0]).toMatch(/^\ufeff?Volunteer,Organisation,/);
    const message = seen.ephemerals[0];
    expect(lines).toHaveLength(Number(LEAD.exec(message?.text ?? "")?.[1]) + 1);
  });
});

describe("/polaris report org “Hill’s” 3y", () => {
  const inDm = (seen: Seen) => seen.dms.length > 0;

  it("answers the asker with the figures of the plain calculation, and sends the chart by direct message", async () => {
    const sam = setting.slack.as(STAFF);
    const seen = await ask(sam, "report org “Hill’s” 3y", GENERAL, inDm);
    const message = onlyEphemeral(seen);
    const expected = hills();
    expect(message.text).toContain("Hill's Pet Nutrition");
    expect(message.text).toContain(`${expected.volunteers} volunteers`);
    expect(message.text).toContain(`${expected.hours} hours`);
    expect(message.text).toContain(
      `${expected.sessions} sessions (${expected.inPerson} in person, ${expected.virtual} virtual)`,
    );
    expect(message.text).toContain(`${expected.studentsReached} students`);
    expect(smallPrintOf(message).at(-1)).toContain("SAMPLE DATA");
    expect(smallPrintOf(message).filter((line) => line.includes("direct messages"))).toEqual([
      "The chart is in your direct messages.",
    ]);

    const [chart] = seen.dms;
    const image = chart?.blocks.find((block) => block.type === "image");
    expect(image?.alt_text).toMatch(/^Stacked bars of sessions held with Hill's Pet Nutrition: /);
    expect(smallPrintOf(chart ?? message)).toEqual([smallPrintOf(message).at(-1)]);
    expect(seen.public).toEqual([]);
  });

  it("shows another table in the place of the first", async () => {
    const sam = setting.slack.as(STAFF);
    const message = onlyEphemeral(await ask(sam, `report org "Hill's" 3y`, GENERAL, inDm));
    const other = buttonsOf(message).find((label) => /volunteer/i.test(label)) ?? "";
    const seen = await sam.click(other, message, { until: isAnswered });
    expect(onlyEphemeral(seen).key).toBe(message.key);
    expect(tableOf(onlyEphemeral(seen))[0]?.[0]).toBe("Volunteer");
    expect(seen.dms).toEqual([]);
  });
});

describe("a mention in a thread", () => {
  const rootOf = async (text: string) => {
    await setting.slack.as(OTHER_STAFF).say(GENERAL, text);
    return setting.slack.awaitMessage((message) => message.text === text);
  };

  it("is answered there for everyone when the answer is open, with its chart", async () => {
    const root = await rootOf("How many volunteers did we reach?");
    const seen = await setting.slack.as(STAFF).mention(GENERAL, "metric M20 3y by:district", {
      threadTs: root.ts,
      until: (now) => now.public.some((message) => message.blocks.some((block) => block.type === "image")),
    });
    const answers = fromPolaris(seen.public);
    expect(answers.map((message) => message.threadTs)).toEqual([root.ts, root.ts]);
    expect(answers[0]?.text).toMatch(/^Unique volunteers reached: \d+ in /);
    const image = answers[1]?.blocks.find((block) => block.type === "image");
    expect(image?.alt_text).toMatch(/^Unique volunteers reached by district/);
    expect(seen.ephemerals).toEqual([]);
    expect(seen.dms).toEqual([]);
  });

  it("is whispered to the asker alone when the answer is personal", async () => {
    const root = await rootOf("Who knows Python?");
    const ruth = setting.slack.as(OTHER_STAFF);
    const before = ruth.messages(GENERAL).length;
    const seen = await setting.slack.as(STAFF).mention(GENERAL, "volunteers skill:stem", {
      threadTs: root.ts,
      until: isAnswered,
    });
    expect(onlyEphemeral(seen).threadTs).toBe(root.ts);
    expect(tableOf(onlyEphemeral(seen))[0]).toContain("E-mail");
    expect(fromPolaris(seen.public)).toEqual([]);
    const whatRuthReads = ruth.messages(GENERAL).slice(before);
    expect(whatRuthReads.map((message) => message.user)).toEqual([STAFF]);
  });

  it("brings the file of a personal answer by direct message", async () => {
    const seen = await setting.slack.as(STAFF).mention(GENERAL, "volunteers skill:stem as:xlsx", {
      until: (now) => now.dms.some((message) => message.files.length > 0),
    });
    expect(seen.dms.flatMap((message) => message.files).map((file) => file.name)).toEqual(["volunteers.xlsx"]);
    expect(smallPrintOf(onlyEphemeral(seen)).at(-1)).toBe(
      "The chart and files are in your direct messages with Polaris.",
    );
    expect(seen.public).toEqual([]);
  });

  it("is answered once, however often Slack sends the event", async () => {
    const sam = setting.slack.as(STAFF);
    await sam.mention(GENERAL, "status", { until: (now) => now.public.length === 1 });
    const event = setting.slack.eventIds.at(-1) ?? "";
    const before = setting.slack.messages(GENERAL).length;
    expect(await setting.slack.redeliver(event)).toMatchObject({ outcome: "acknowledged" });
    // A later mention is answered after the redelivered one would have been.
    await sam.mention(GENERAL, "help", { until: (now) => now.messages.length === 1 });
    const added = setting.slack.messages(GENERAL).slice(before);
    expect(added.filter((message) => message.text.startsWith("Salesforce was last read"))).toEqual([]);
  });
});

describe("the Home tab", () => {
  const homeOf = async (user: string) => {
    const seen = await setting.slack.as(user).openHome({ until: (now) => now.home !== null });
    if (seen.home === null) throw new Error("no Home tab");
    return { text: JSON.stringify(seen.home.blocks), buttons: buttonsOf(seen.home) };
  };

  it.each([ADMIN, STAFF, COORDINATOR])("shows %s the school year so far and the first things to ask", async (user) => {
    const { text, buttons } = await homeOf(user);
    expect(text).toContain("Sample Organization this school year so far.");
    expect(text).toContain("SAMPLE DATA");
    expect(buttons).toEqual(expect.arrayContaining(["Find volunteers", "Company report", "Status", "Help"]));
  });

  it("shows a district viewer and a stranger no figure", async () => {
    const district = await homeOf(DISTRICT_VIEWER);
    expect(district.buttons).toEqual([]);
    expect(district.text).toContain("Type /polaris help to see what you can ask about your districts.");
    const stranger = await homeOf(STRANGER);
    expect(stranger.buttons).toEqual([]);
    expect(stranger.text).toContain("You have no role here yet. An administrator can give you one.");
  });

  it("answers its buttons by direct message, and opens its forms", async () => {
    const sam = setting.slack.as(STAFF);
    await sam.openHome({ until: (now) => now.home !== null });
    const status = await sam.click("Status", sam.home, { until: (now) => now.dms.length > 0 });
    expect(status.dms[0]?.text).toMatch(/^Salesforce was last read /);
    const form = await sam.click("Company report", sam.home, { until: (now) => now.modal !== null });
    expect(form.modal?.title).toBe("Report org");
    await sam.close(true);
  });
});
