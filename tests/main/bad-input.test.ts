import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsoleLogEntry } from "../../sandbox/slack/index.js";
import { ask, buttonsOf, isAnswered, linesOf, onlyEphemeral, wordsOf } from "../doors/slack/looking.js";
import { ADMIN, GENERAL, runningSetting, type Setting, STAFF } from "./setting.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());

const said = async (line: string) => onlyEphemeral(await ask(setting.slack.as(STAFF), line, GENERAL));

describe("a line that cannot be understood", () => {
  it.each([
    ["volunters skill:stem", "There is no command “volunters”. Did you mean “volunteers” or “volunteer”?"],
    ["report org \"Hill's 3y", /quote/i],
    ["report org Hill's SY24-29", /^“sy24-29” is not a period: /i],
    ["metric M20 Q5 2026", /Q5/],
    ["metric M999", /M999/],
    [
      "report org Nowhere Industries",
      "No organisation fits “Nowhere Industries”. Searched names and aliases. Try one word of its name.",
    ],
    ["volunteers times:many", /times|number/i],
    ["volunteers sort:shoe-size", /sort|shoe-size/],
    ["metric M20 3y by:moonphase", /moonphase/],
  ])("%s gets a sentence that says what is wrong", async (line, words) => {
    const message = await said(line);
    if (typeof words === "string") expect(message.text).toBe(words);
    else expect(message.text).toMatch(words);
    expect(message.text).not.toContain("Something went wrong");
    expect(JSON.stringify(message.blocks)).toMatch(/Reference [a-z0-9]{4}-[a-z0-9]{4}/);
  });

  it("offers the corrected line as a button that runs", async () => {
    const typo = await said("volunters skill:stem");
    expect(buttonsOf(typo)[0]).toMatch(/volunteers/);
    const seen = await setting.slack.as(STAFF).click(buttonsOf(typo)[0] ?? "", typo, { until: isAnswered });
    expect(onlyEphemeral(seen).text).toMatch(/^\d+ volunteers for skill stem/);
    expect(onlyEphemeral(seen).key).not.toBe(typo.key);
  });

  it("says that a filter near a known one was read as text", async () => {
    const message = await said("volunteers skil:stem");
    expect(JSON.stringify(message)).toMatch(/skil/);
    expect(message.text).not.toMatch(/for skill stem/);
  });

  it("is refused whole at ten thousand characters", async () => {
    const message = await said(`volunteers ${"x".repeat(10_000)}`);
    expect(message.text).toMatch(/^A command may be up to [\d,]+ characters long, and this one has 10,011\. /);
  });

  it("is read without its control characters, and they never come back", async () => {
    const message = await said("volunteers skill:st\u0000em\u0007 \u202e\u200b");
    expect(message.text).toMatch(/^\d+ volunteers for skill stem/);
    const nothing = await said("volunteers \u0001\u0002\u202ewizardry");
    expect(nothing.text).toBe("No volunteers fit text wizardry.");
    const sent = `${wordsOf(message.blocks)}${wordsOf(nothing.blocks)}${linesOf(message).join("")}`;
    for (const invisible of ["\u0000", "\u0001", "\u0002", "\u0007", "\u202e", "\u200b"])
      expect(sent).not.toContain(invisible);
  });
});

/** Every string that Slack parses as mark-up in what was sent: `text` of messages and comments, and mrkdwn objects. */
function parsedBySlack(value: unknown, isTop = true): string[] {
  if (typeof value === "string") return /^\s*[[{]/.test(value) ? parsedBySlack(tryJson(value), false) : [];
  if (Array.isArray(value)) return value.flatMap((each) => parsedBySlack(each, false));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const isMarkup = isTop ? ["text", "initial_comment"].includes(key) : key === "text" && isMrkdwn(value);
    return isMarkup && typeof each === "string" ? [each] : parsedBySlack(each, false);
  });
}
const isMrkdwn = (value: object) => "type" in value && value.type === "mrkdwn";
const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

describe("hostile words in the data", () => {
  const CONTROL_TOKEN = /<(!|@|#|https?:)/;

  it("call no channel and nobody, in any message, form, file title or chart", async () => {
    const sam = setting.slack.as(STAFF);
    const seen = await ask(sam, 'report org "<!channel> Creative & Co." 4y', GENERAL, (now) => now.dms.length > 0);
    expect(onlyEphemeral(seen).text).toContain("&lt;!channel&gt; Creative &amp; Co.");
    await sam.click("Export to Excel", onlyEphemeral(seen), {
      until: (now) => now.dms.some(({ files }) => files.length > 0),
    });
    await sam.click("Share in Channel", onlyEphemeral(seen), { until: (now) => now.public.length > 0 });
    await sam.mention(GENERAL, 'report org "<!channel> Creative & Co." 4y', { until: (now) => now.dms.length > 0 });
    await said("report org <!channel>");
    await said("<!channel>");
    await said("trace <!channel> Creative");
    await sam.slash("/polaris", "report org", GENERAL, { until: (now) => now.modal !== null });
    expect((await sam.suggest("Organisation", "creative")).map(({ text }) => text)).toEqual([
      "<!channel> Creative & Co.",
    ]);
    await sam.close(true);

    const sent = setting.slack.requests().flatMap(({ body }: ConsoleLogEntry) => parsedBySlack(body));
    expect(sent.some((text) => text.includes("&lt;!channel&gt;"))).toBe(true);
    expect(sent.filter((text) => CONTROL_TOKEN.test(text))).toEqual([]);
  });

  it("are no formulas in a workbook, and no new line of a command", async () => {
    const sam = setting.slack.as(STAFF);
    const seen = await ask(sam, 'report org "=SUM(1,2) Consulting" 4y as:xlsx', GENERAL, (now) =>
      now.dms.some(({ files }) => files.some(({ filetype }) => filetype === "xlsx")),
    );
    expect(onlyEphemeral(seen).text).toContain("=SUM(1,2) Consulting");
    const file = seen.dms.flatMap(({ files }) => files).find(({ filetype }) => filetype === "xlsx");
    const workbook = new ExcelJS.Workbook();
    const bytes = setting.slack.file(file?.id ?? "").bytes;
    await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
    const cells: ExcelJS.Cell[] = [];
    for (const sheet of workbook.worksheets) sheet.eachRow((row) => row.eachCell((cell) => cells.push(cell)));
    expect(cells.filter((cell) => cell.type === ExcelJS.ValueType.Formula)).toEqual([]);
    expect(cells.some((cell) => String(cell.value).includes("=SUM(1,2) Consulting"))).toBe(true);
    expect(linesOf(onlyEphemeral(seen))).toContain('report org "=SUM(1,2) Consulting" 4y as:xlsx');
  });
});

describe("the audit log", () => {
  it("holds who asked what, and never a person's data or what they typed", async () => {
    const message = onlyEphemeral(await ask(setting.slack.as(ADMIN), "status", GENERAL));
    expect(message.text).toMatch(/^Salesforce was last read/);
    const { default: Database } = await import("better-sqlite3");
    const pool = new Database(`${setting.folder}/polaris.db`, { readonly: true });
    const entries = pool.prepare("SELECT * FROM audit_entry").all();
    pool.close();
    expect(entries.length).toBeGreaterThan(10);
    expect(JSON.stringify(entries)).not.toMatch(/wizardry|Creative|Consulting|Nowhere/);
  });
});
