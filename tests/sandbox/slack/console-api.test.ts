import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConsoleEvent, ConsoleMessages, ConsoleRaw, ConsoleState } from "../../../sandbox/slack/console-types.js";
import type { SlackWorkspace } from "../../../sandbox/slack/index.js";
import { boltIn, GENERAL, GUEST, ROBIN, SASHA, SECRET } from "./bolt-app.js";

let slack: SlackWorkspace;
let stop: () => Promise<void>;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "console-page-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Console</title>");
  const started = await boltIn(
    "socket",
    (app) => {
      app.command("/polaris", async ({ ack }) => ack({ text: "Only you" }));
    },
    { pageFolder: folder },
  );
  ({ slack, stop } = started);
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

async function get<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${slack.url}${path}`)).json()) as Answer;
}

async function act(action: object): Promise<unknown> {
  const response = await fetch(`${slack.url}/console/api/act`, { method: "POST", body: JSON.stringify(action) });
  return response.json();
}

/** The status of a request with headers that fetch does not let one set. */
function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${slack.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("what a person is shown", () => {
  it("is the workspace as they may know it", async () => {
    const robin = await get<ConsoleState>(`/console/api/state?user=${ROBIN}`);
    expect(robin.channels.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "public general",
      "public quiet",
      "private secret",
      "public old",
      "dm Polaris",
    ]);
    expect(robin.app).toMatchObject({ name: "Polaris", connected: true, mode: "socket" });
    const guest = await get<ConsoleState>(`/console/api/state?user=${GUEST}`);
    expect(guest.channels.map(({ name }) => name)).toEqual(["Polaris"]);
    expect((await fetch(`${slack.url}/console/api/state?user=U0NOBODY001`)).status).toBe(404);
  });

  it("holds nobody else's ephemeral messages, in lists or in the stream", async () => {
    const events: ConsoleEvent[] = [];
    const stream = await fetch(`${slack.url}/console/events?user=${SASHA}`);
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const part of stream.body ?? []) {
        for (const line of decoder.decode(part as Uint8Array).split("\n")) {
          if (line.startsWith("data: ")) events.push(JSON.parse(line.slice(6)) as ConsoleEvent);
        }
        if (events.some((event) => event.type === "message" && event.message.text === "hello @all")) return;
      }
    })();
    expect(await act({ do: "slash", user: ROBIN, channel: GENERAL, text: "/polaris help" })).toEqual({ ok: true });
    const said = (await act({ do: "post", user: ROBIN, channel: GENERAL, text: "hello @all" })) as { key: string };
    await reading;
    expect(events.filter(({ type }) => type === "message")).toMatchObject([
      { message: { key: said.key, ephemeral: false } },
    ]);
    expect(JSON.stringify(events)).not.toContain("Only you");

    const ofRobin = await get<ConsoleMessages>(`/console/api/messages?user=${ROBIN}&channel=${GENERAL}`);
    expect(ofRobin.messages.map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
      ["Only you", true],
      ["hello @all", false],
    ]);
    const ephemeral = ofRobin.messages[0]?.key ?? "";
    expect((await fetch(`${slack.url}/console/api/raw?user=${SASHA}&key=${ephemeral}`)).status).toBe(404);
    expect((await fetch(`${slack.url}/console/api/messages?user=${SASHA}&channel=${SECRET}`)).status).toBe(404);
  });

  it("has the raw JSON of a message with the exchanges about it", async () => {
    const { key } = (await act({ do: "post", user: ROBIN, channel: GENERAL, text: "hi <@U0POLARIS01>" })) as {
      key: string;
    };
    await slack.until(() => (slack.deliveries("app_mention")[0]?.answer ? true : undefined));
    const raw = await get<ConsoleRaw>(`/console/api/raw?user=${SASHA}&key=${key}`);
    expect(raw.message).toMatchObject({ type: "message", user: ROBIN, text: "hi <@U0POLARIS01>" });
    expect(raw.log).toMatchObject([{ direction: "slack_to_app", what: "app_mention", concerns: [key] }]);
  });
});

describe("what a person does", () => {
  it("is refused with a sentence where Slack would refuse it", async () => {
    const slash = { do: "slash", user: ROBIN, channel: GENERAL };
    expect(await act({ ...slash, text: "/polar" })).toMatchObject({ error: "unknown_command" });
    expect(await act({ ...slash, text: "/polaris help", threadTs: "1.2" })).toMatchObject({ error: "slash_in_thread" });
    expect(await act({ ...slash, user: SASHA, channel: SECRET, text: "/polaris" })).toMatchObject({
      error: "channel_not_found",
    });
    expect(await act({ do: "fly", user: ROBIN })).toMatchObject({ ok: false, error: "malformed" });
  });

  it("shares an uploaded file, which only pictures show in place", async () => {
    const upload = (name: string, type: string) =>
      fetch(`${slack.url}/console/api/upload?user=${ROBIN}&name=${name}`, {
        method: "POST",
        headers: { "content-type": type },
        body: "bytes",
      }).then((response) => response.json() as Promise<{ file: { id: string; url: string } }>);
    const page = await upload("page.html", "text/html");
    const picture = await upload("face.png", "image/png");
    await act({ do: "post", user: ROBIN, channel: GENERAL, text: "", files: [page.file.id, picture.file.id] });
    expect(
      slack
        .as(SASHA)
        .messages(GENERAL)[0]
        ?.files.map(({ name }) => name),
    ).toEqual(["page.html", "face.png"]);
    const disposition = async (url: string) => (await fetch(`${slack.url}${url}`)).headers.get("content-disposition");
    expect(await disposition(page.file.url)).toMatch(/^attachment/);
    expect(await disposition(picture.file.url)).toMatch(/^inline/);
  });

  it("puts an ephemeral message away", async () => {
    const seen = await slack.as(ROBIN).slash("/polaris", "", GENERAL);
    expect(await act({ do: "dismiss", user: SASHA, key: seen.message.key })).toMatchObject({ ok: false });
    expect(await act({ do: "dismiss", user: ROBIN, key: seen.message.key })).toEqual({ ok: true });
    expect(slack.as(ROBIN).messages(GENERAL)).toEqual([]);
  });
});

describe("the page", () => {
  it("is served with a policy that lets in nothing foreign, and nothing above its folder", async () => {
    const page = await fetch(slack.url);
    expect(await page.text()).toContain("<title>Console</title>");
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'self'/);
    expect(await statusOf("/..%2f..%2fetc%2fhosts.html", { host: new URL(slack.url).host })).toBe(404);
  });

  it("is not served under another host's name", async () => {
    expect(await statusOf("/", { host: "evil.example" })).toBe(403);
    expect(await statusOf("/_control/faults", { host: `evil.example:${new URL(slack.url).port}` })).toBe(403);
    expect(await statusOf("/", { host: `localhost:${new URL(slack.url).port}` })).toBe(200);
  });
});
