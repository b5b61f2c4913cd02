import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { documents } from "../bin/documents.mjs";
import { commands } from "../commands/index.js";
import { jobs } from "../jobs/index.js";
import { POLARIS_APP } from "../sandbox/slack/index.js";
import { FAMILIES, helpReply, registryOf } from "../src/command/index.js";
import { METRICS, metricsDocument } from "../src/metrics/index.js";
import { organizationSchema } from "../src/runtime/index.js";
import { OBJECTS } from "../src/sources/index.js";

const read = (file: string): string => readFileSync(file, "utf8");
const texts = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => read(path.join(folder, file)))
    .join("\n");
const all = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? "")),
];

describe("the written documents", () => {
  const written = documents({ commands, families: FAMILIES, registryOf, helpReply, metricsDocument });

  it.each(Object.entries(written))("%s is what npm run docs writes", (file, text) => {
    expect(read(file)).toBe(text);
  });

  it("have a heading for every command and every metric", () => {
    const headings = all(Object.values(written).join("\n"), /^### (.+)$/gm);
    expect(headings).toEqual(
      expect.arrayContaining([...commands.map(({ name }) => name), ...METRICS.map(({ id, name }) => `${id} ${name}`)]),
    );
  });
});

describe("docs/connect.md", () => {
  const guide = read("docs/connect.md");

  it("explains every variable that the settings read", () => {
    const variables = all(read("src/runtime/settings.ts"), /^ {2}([A-Z][A-Z_]+): /gm);
    expect(variables).toContain("SLACK_BOT_TOKEN");
    expect(variables.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it("explains every key of organization.yml", () => {
    const keys = keysOf(z.toJSONSchema(organizationSchema, { io: "input" }));
    expect(keys).toEqual(expect.arrayContaining(["timeZone", "managersChannel", "weekly-metrics", "bulkAbove"]));
    expect(keys.filter((key) => !guide.includes(`\`${key}\``))).toEqual([]);
  });

  it("names every object and field that is read from Salesforce", () => {
    for (const { name, required, optional } of OBJECTS) {
      const section = guide.split(`#### ${name}\n`)[1]?.split("\n#")[0] ?? "";
      const fields = all(section, /`(\w+)`/g);
      expect(fields.sort(), name).toEqual([...required, ...optional].sort());
    }
  });
});

/** The names of the settings in a schema, at every depth; those of free records are the organisation's own. */
function keysOf(schema: unknown): string[] {
  const object = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() }).safeParse(schema);
  const properties = object.success ? (object.data.properties ?? {}) : {};
  return Object.entries(properties).flatMap(([name, below]) => [name, ...keysOf(below)]);
}

const manifestShape = z.object({
  display_information: z.object({ name: z.string().max(35), description: z.string().max(140) }),
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.literal(true) }),
    slash_commands: z.array(
      z.object({ command: z.string().startsWith("/").max(32), should_escape: z.boolean(), description: z.string() }),
    ),
    shortcuts: z.array(
      z.object({ callback_id: z.string(), name: z.string().max(24), type: z.enum(["global", "message"]) }),
    ),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.literal(true) }),
    socket_mode_enabled: z.boolean(),
  }),
});

/** Slack's scope for each method of its Web API that Polaris calls; none is needed for the methods without one. */
const SCOPES_OF_METHODS: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "chat.postEphemeral": ["chat:write"],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "conversations.info": ["channels:read", "groups:read"],
  "conversations.open": ["im:write"],
  "files.completeUploadExternal": ["files:write"],
  "files.getUploadURLExternal": ["files:write"],
  "files.info": ["files:read"],
  "usergroups.users.list": ["usergroups:read"],
  "users.info": ["users:read"],
  "views.open": [],
  "views.publish": [],
  "views.update": [],
};

const SCOPES_OF_EVENTS: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ["app_mentions:read"],
  subteam_members_changed: ["usergroups:read"],
  subteam_updated: ["usergroups:read"],
};

describe("manifest.yml", () => {
  const manifest = manifestShape.parse(parse(read("manifest.yml")));
  const door = texts("src/doors/slack");
  const methods = all(door, /client\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g).sort();

  it("asks for the scopes of what Polaris calls and hears, and for no other", () => {
    expect(methods.filter((method) => !(method in SCOPES_OF_METHODS))).toEqual([]);
    const needed = [
      "commands",
      ...methods.flatMap((method) => SCOPES_OF_METHODS[method] ?? []),
      ...manifest.settings.event_subscriptions.bot_events.flatMap((event) => SCOPES_OF_EVENTS[event] ?? ["unknown"]),
    ];
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...new Set(needed)].sort());
  });

  it("has a listener for its command, its shortcuts and its events, and none besides", () => {
    const listeners = (kind: string) => all(door, new RegExp(`app\\.${kind}\\("([^"]+)"`, "g")).sort();
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(listeners("command"));
    expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual(listeners("shortcut"));
    expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(listeners("event"));
  });

  it("has people and channels sent as ids, which roles set needs", () => {
    expect(manifest.features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
  });

  it("describes the app that the sandbox knows", () => {
    expect(POLARIS_APP.commands.map(({ command }) => command)).toEqual(
      manifest.features.slash_commands.map(({ command }) => command),
    );
    expect([...POLARIS_APP.events].sort()).toEqual([...manifest.settings.event_subscriptions.bot_events].sort());
  });
});

describe("the documents", () => {
  const files = [
    "README.md",
    "CHANGELOG.md",
    ...readdirSync("docs")
      .filter((file) => file.endsWith(".md"))
      .map((file) => path.join("docs", file)),
  ];

  it("link to files and headings that exist", () => {
    const broken = files.flatMap((file) =>
      all(read(file), /\]\(([^)\s]+)\)/g)
        .filter((target) => !/^https?:/.test(target) && !resolves(file, target))
        .map((target) => `${file} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("show only command lines that are understood", () => {
    const registry = registryOf(commands);
    const names = [...commands.map(({ name }) => name), "serve", "restore"];
    const shown = files.flatMap((file) =>
      all(read(file), /(?:npx polaris|`\/polaris|@Polaris) ((?!<)[a-z][^`\n]*)/g).map((line) => ({ file, line })),
    );
    expect(shown.length).toBeGreaterThan(10);
    const unknown = shown.filter(({ line }) => !names.some((name) => line === name || line.startsWith(`${name} `)));
    expect(unknown).toEqual([]);
    expect(registry.commands.length).toBe(commands.length);
  });

  it("name each wish once, in order, and only commands that exist", () => {
    const wishes = read("docs/wishes.md");
    const rows = [...wishes.matchAll(/^\| F(\d+) \|/gm)].map((match) => Number(match[1]));
    expect(rows).toEqual(Array.from({ length: 180 }, (_, index) => index + 1));
    const met = all(wishes, /^\| F\d+ \|[^|]+\| (?:Met|In part) \|[^\n]*?`([a-z][^`]*)`/gm);
    expect(met.length).toBeGreaterThan(10);
    expect(met.filter((line) => !commands.some(({ name }) => line === name || line.startsWith(`${name} `)))).toEqual(
      [],
    );
  });

  it("give the reason for every package", () => {
    const { dependencies, devDependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("package.json")));
    const decisions = read("docs/decisions.md");
    const named = Object.keys({ ...dependencies, ...devDependencies });
    expect(named.filter((name) => !decisions.includes(`\`${name}\``))).toEqual([]);
  });

  it("say when each job runs", () => {
    const guide = read("docs/connect.md");
    expect(jobs.filter(({ name }) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it("explain every npm script in the README", () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")));
    const readme = read("README.md");
    const said = (name: string) => (name === "start" || name === "test" ? `npm ${name}` : `npm run ${name}`);
    expect(Object.keys(scripts).filter((name) => !readme.includes(`\`${said(name)}`))).toEqual([]);
  });
});

function resolves(from: string, target: string): boolean {
  const [file = "", heading] = target.split("#");
  const to = file === "" ? from : path.join(path.dirname(from), file);
  if (!existsSync(to)) return false;
  return heading === undefined || headingsOf(read(to)).includes(heading);
}

/** Anchors as GitHub makes them. */
const headingsOf = (text: string): string[] =>
  all(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
