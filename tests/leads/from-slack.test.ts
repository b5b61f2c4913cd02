import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenLeadFile, type LeadFile, leadFiles } from "../../sandbox/sample/index.js";
import { isAnswered, onlyEphemeral, wordsOf } from "../doors/slack/looking.js";
import { runningSetting, type Setting, STAFF, TODAY } from "../main/setting.js";

const SALES = "C0SALESLDS";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());

/** What is answered to "Import this file" on a message with a list, in the channel of sales. */
async function imported({ name, text, said }: LeadFile): Promise<{ readonly text: string; readonly words: string }> {
  const person = setting.slack.as(STAFF);
  const id = person.upload(name, Buffer.from(text));
  await person.say(SALES, said, { files: [id] });
  const message = person.messages(SALES).at(-1);
  if (message === undefined) throw new Error("the message is missing");
  await person.shortcut("import_file", message, { until: ({ modal }) => modal !== null });
  const answer = onlyEphemeral(await person.submit(null, {}, { until: isAnswered, timeoutMs: 20_000 }));
  return { text: answer.text, words: wordsOf(answer.blocks) };
}

describe("the sample's lists in the channel of sales", () => {
  it("are taken in by “Import this file”", async () => {
    for (const file of leadFiles(TODAY).slice(0, 3)) {
      const { text, words } = await imported(file);
      expect(text).toMatch(/Read \d+ rows/);
      expect(words).toContain(`Import of ${file.name}`);
      expect(words).toMatch(/There are \d+ leads now/);
    }
  });

  it("are refused with a renamed column, by both of its names", async () => {
    const { text } = await imported(brokenLeadFile("renamed", "source_1", 3, TODAY));
    expect(text).toContain("“Phone”");
    expect(text).toContain("“Phone Nbr”");
  });
});
