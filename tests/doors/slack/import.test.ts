import { readdirSync } from "node:fs";
import path from "node:path";
import exceljs from "exceljs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { POLARIS_APP, type Seen } from "../../../sandbox/slack/index.js";
import {
  ADMIN,
  COORDINATOR,
  GENERAL,
  MANAGERS,
  openSetting,
  runningSetting,
  type Setting,
  STAFF,
} from "../../main/setting.js";
import { ask, buttonsOf, isAnswered, linesOf, onlyEphemeral, tableOf, wordsOf } from "./looking.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());
afterEach(async () => {
  setting.slack.clearFaults();
  for (const user of [STAFF, COORDINATOR])
    if (setting.slack.as(user).modal !== null) await setting.slack.as(user).close(true);
  // What was fetched for an import is gone, however the import went.
  expect(incoming()).toEqual([]);
});

const HEADER = "First Name,Last Name,Email\n";
const partners = (...names: readonly string[]): Buffer =>
  Buffer.from(HEADER + names.map((name) => `${name},Example,${name.toLowerCase()}@example.org\n`).join(""));

function incoming(): string[] {
  try {
    return readdirSync(path.join(setting.folder, "incoming"));
  } catch {
    return [];
  }
}

/** A message with files in a channel, and the shortcut used on it. */
async function useShortcut(
  files: readonly (readonly [name: string, bytes: Buffer])[],
  { user = STAFF, channel = GENERAL }: { user?: string; channel?: string } = {},
  until: (seen: Seen) => boolean = (now) => now.modal !== null || isAnswered(now),
): Promise<Seen> {
  const person = setting.slack.as(user);
  const ids = files.map(([name, bytes]) => person.upload(name, bytes));
  await person.say(channel, "Here it is", { files: ids });
  const message = person.messages(channel).at(-1);
  if (message === undefined) throw new Error("the message is missing");
  return person.shortcut("import_file", message, { until });
}

const labelsOf = ({ blocks }: { readonly blocks: readonly { readonly type: string }[] }): string[] =>
  blocks.filter(({ type }) => type === "input").map((block) => wordsOf((block as { label?: unknown }).label));

/** Sends the form in, up to the answer. */
const send = (values: Record<string, string | readonly string[]> = {}, user = STAFF): Promise<Seen> =>
  setting.slack.as(user).submit(null, values, { until: isAnswered, timeoutMs: 20_000 });

describe("Import this file, on a message", () => {
  it("opens the form with the message's file chosen, and answers what became of its rows", async () => {
    const opened = await useShortcut([["partners.csv", partners("Ada", "Ben", "Cy")]]);
    expect(opened.modal).toMatchObject({ title: "Import", submit: "Import" });
    expect(labelsOf(opened.modal ?? { blocks: [] })).toEqual([
      "File",
      "What it is",
      "The day the list speaks of",
      "These are all the rows there are",
    ]);
    expect(wordsOf(opened.modal?.blocks)).toContain("partners.csv");

    const answer = onlyEphemeral(await send());
    expect(answer.channel).toBe(GENERAL);
    expect(wordsOf(answer.blocks)).toContain("Import of partners.csv");
    expect(answer.text).toContain("Read 3 rows: 3 created, 0 updated, 0 unchanged, 0 queued, 0 refused.");
    expect(tableOf(answer)[0]?.slice(0, 4)).toEqual(["Object", "Read", "New", "Changed"]);
    expect(tableOf(answer)[1]?.slice(1)).toEqual(["3", "3", "0", "0", "0", "0", "0"]);
  });

  it("changes nothing the second time", async () => {
    const file = ["again.csv", partners("Dee", "Eve")] as const;
    await useShortcut([file]);
    await send();
    await useShortcut([file]);
    expect(onlyEphemeral(await send()).text).toContain(
      "Read 2 rows: 0 created, 0 updated, 2 unchanged, 0 queued, 0 refused.",
    );
  });

  it("offers the files of a message that has several", async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet("Partners").addRows([
      ["First Name", "Last Name", "E-mail"],
      ["Flo", "Example", "flo@example.org"],
    ]);
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    await useShortcut([
      ["first.csv", partners("Gus")],
      ["second.xlsx", bytes],
    ]);
    const answer = onlyEphemeral(await send({ File: "second.xlsx" }));
    expect(wordsOf(answer.blocks)).toContain("Import of second.xlsx");
    expect(answer.text).toContain("Read 1 row: 1 created");
  });

  it("says so when the message has no file", async () => {
    const seen = await useShortcut([]);
    expect(seen.modal).toBeNull();
    expect(onlyEphemeral(seen).text).toContain("This message has no file.");
  });

  it("is not for coordinators, who get no form", async () => {
    const seen = await useShortcut([["partners.csv", partners("Hal")]], { user: COORDINATOR });
    expect(seen.modal).toBeNull();
    expect(onlyEphemeral(seen).text).toMatch(/staff/i);
  });
});

describe("rows that cannot go in", () => {
  it("are counted, and lead to the queue", async () => {
    await useShortcut([["levels.csv", Buffer.from("Id,Level\n001000000000001AAA,Purple\n")]]);
    const answer = onlyEphemeral(await send());
    expect(answer.text).toContain("Read 1 row: 0 created, 0 updated, 0 unchanged, 0 queued, 1 refused.");
    expect(buttonsOf(answer)).toContain("Open the queue");
    expect(linesOf(answer)).toContain("quarantine dataset:school-levels");
  });
});

describe("/polaris import", () => {
  it("asks for the file in a form, of the kinds that hold tables", async () => {
    const person = setting.slack.as(STAFF);
    const seen = await person.slash("/polaris", "import", GENERAL, { until: (now) => now.modal !== null });
    const field = seen.modal?.blocks.find((block) => block.block_id === "field:file");
    expect(field?.element).toMatchObject({
      type: "file_input",
      max_files: 1,
      filetypes: ["xlsx", "csv", "tsv", "txt"],
    });
    const file = person.upload("formed.csv", partners("Ida"));
    const answer = onlyEphemeral(await send({ File: [file], "What it is": "partner-list" }));
    expect(answer.text).toContain("Read 1 row: 1 created");
  });

  it("shows beside the field that a file is needed", async () => {
    const person = setting.slack.as(STAFF);
    await person.slash("/polaris", "import", GENERAL, { until: (now) => now.modal !== null });
    const seen = await person.submit(null, {});
    expect(seen.result).toMatchObject({ ok: false, errors: { "field:file": expect.any(String) } });
  });

  it("never reads a path of the server", async () => {
    const file = path.join(setting.folder, "organization.yml");
    const answer = onlyEphemeral(await ask(setting.slack.as(ADMIN), `import "${file}"`, GENERAL));
    expect(answer.text).toContain("Expected an uploaded file");
  });
});

describe("a file that cannot be taken in", () => {
  /** What the person reads after the form. */
  async function refusalOf(name: string, bytes: Buffer): Promise<string> {
    await useShortcut([[name, bytes]]);
    return onlyEphemeral(await send()).text;
  }

  it("T52 names the column that is missing, and what looks like it", async () => {
    const text = await refusalOf(
      "sessions.csv",
      Buffer.from("Session ID,Title,Date,Session Status,SignUp Role,Name\n1,A,2026-01-15,Draft,Educator,Ada\n"),
    );
    expect(text).toContain("“Status” is missing; “Session Status” looks like it.");
  });

  it("says what came instead of a table", async () => {
    expect(await refusalOf("list.csv", Buffer.from("<!doctype html><html>Sign in</html>"))).toContain("is a web page");
    expect(await refusalOf("list.xlsx", Buffer.from("PK\x03\x04 broken"))).toContain("is a damaged workbook");
  });

  it("says so when Slack breaks off, and nothing is left behind", async () => {
    await useShortcut([["partners.csv", partners("Jo")]]);
    setting.slack.addFault({ on: "download", drop: true });
    expect(onlyEphemeral(await send()).text).toContain("could not be fetched from Slack");
  });

  it("says so when the file was deleted meanwhile, or was never shown to Polaris", async () => {
    const unseen = setting.slack.as(STAFF).upload("private.csv", partners("Kit"));
    const answer = onlyEphemeral(await ask(setting.slack.as(STAFF), `import ${unseen}`, GENERAL));
    expect(answer.text).toContain("Polaris does not see this file (file_not_found)");
  });
});

describe("an app without files:read", () => {
  it("is told which permission is missing", async () => {
    const scopes = POLARIS_APP.scopes.filter((scope) => scope !== "files:read");
    const poor = await openSetting({ slack: { app: { ...POLARIS_APP, scopes } } });
    try {
      await poor.start();
      await poor.slack.connected();
      const person = poor.slack.as(STAFF);
      const answer = onlyEphemeral(await ask(person, `import ${person.upload("a.csv", partners("Lee"))}`, MANAGERS));
      expect(answer.text).toContain("files:read");
    } finally {
      await poor.close();
    }
  });
});
