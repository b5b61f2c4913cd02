import sql from "sql-template-tag";
import { help } from "../../commands/help.js";
import { askWhich, type CommandContext, defineCommand, lineOf, registryOf, take } from "../../src/command/index.js";
import type { Reply } from "../../src/reply/index.js";
import { PolarisError } from "../../src/runtime/index.js";

/** Small, real commands: enough of each kind of argument to specify the path they take. */

const DISTRICTS = ["Kansas City Public Schools", "Olathe", "Center"];

export function answer(text: string, more: Partial<Reply> = {}): Reply {
  return {
    kind: "reply",
    title: "Answer",
    text,
    sensitivity: "open",
    openText: text,
    facts: [],
    tables: [],
    charts: [],
    actions: [],
    files: [],
    notices: [],
    provenance: null,
    ...more,
  };
}

const named = (names: readonly string[]) => async (query: string) =>
  names
    .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
    .map((name) => ({ value: name, label: name }));

export const volunteers = defineCommand({
  name: "volunteers",
  family: "people",
  summary: "Finds volunteers.",
  examples: ["volunteers skill:stem", 'volunteers org:"Hill\'s" last:3y'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Search",
  args: {
    text: take.text({ label: "Name or words", positional: "rest", main: true }),
    skill: take.words({ label: "Skill", main: true, also: ["skills"] }),
    org: take.references("organization", {
      label: "Organisation",
      main: true,
      options: named(["Hill's Pet Nutrition", "Burns & McDonnell"]),
    }),
    local: take.choices(
      [
        { value: "local", label: "Local", also: ["yes"] },
        { value: "partial", label: "Partly local" },
        { value: "non_local", label: "Not local" },
      ],
      { label: "Lives near", main: true },
    ),
    times: take.numbers({ label: "Times" }),
    last: take.period({ label: "Last came", alsoWords: ["never"] }),
    connector: take.flag({ label: "Connector" }),
    "virtual-only": take.flag({ label: "Virtual only" }),
    person: take.reference("volunteer", { label: "Like", options: named(["Ada Lovelace"]) }),
    ...take.listing({ sort: ["name", "hours"], as: ["xlsx", "csv"] }),
  },
  run: async (args, context) => answer(`searched ${JSON.stringify(args)}`, { title: context.line }),
});

export const volunteersRecent = defineCommand({
  name: "volunteers recent",
  family: "people",
  summary: "Who came lately.",
  examples: ["volunteers recent"],
  allow: ["admin", "staff"],
  effect: "read",
  args: {},
  run: async () =>
    answer("recent", {
      actions: [
        { label: "Search", line: "volunteers skill:stem", does: "form", sensitivity: "open" },
        { label: "Sync now", line: "sync salesforce", does: "run", sensitivity: "open" },
        { label: "Give a role", line: "roles set", does: "form", sensitivity: "open" },
        { label: "Bring back", line: "restore", does: "run", sensitivity: "open" },
        { label: "Nowhere", line: "vanished", does: "run", sensitivity: "open" },
        { label: "Broken", line: 'help "', does: "run", sensitivity: "open" },
      ],
    }),
});

export const reportOrg = defineCommand({
  name: "report org",
  family: "reports",
  summary: "What one organisation gave.",
  examples: ['report org "Hill\'s" 3y'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    org: take.reference("organization", {
      label: "Organisation",
      required: true,
      positional: "rest",
      options: named(["Hill's Pet Nutrition", "Hill Street Bank"]),
    }),
    periods: take.periods({ label: "Period", positional: "end", also: ["period"], main: true }),
    ...take.listing({ sort: ["hours"], as: ["xlsx", "chart"] }),
  },
  async run({ org, periods, as }, context: CommandContext) {
    if (org.text.toLowerCase() === "hill") {
      return askWhich(context, {
        text: "Which Hill?",
        argument: "org",
        choices: [{ label: "Hill's Pet Nutrition", line: lineOf("report org", { org: "Hill's Pet Nutrition" }) }],
        sensitivity: "open",
      });
    }
    if (org.text === "Nobody") throw new PolarisError("not_found", "There is no organisation called “Nobody”.");
    return answer(`${org.text} over ${periods.map((period) => period.label).join(" and ") || "all time"}`, {
      files: as === "xlsx" ? [{ key: "report", kind: "xlsx", name: "report.xlsx" }] : [],
    });
  },
});

export const metric = defineCommand({
  name: "metric",
  family: "reports",
  summary: "Any figure of the Metrics Bible.",
  examples: ["metric M20 SY24-25"],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  args: {
    metric: take.reference("metric", {
      label: "Metric",
      required: true,
      positional: "rest",
      options: named(["M20", "M30"]),
    }),
    explain: take.flag({ label: "Explain", bare: ["explain"] }),
    by: take.choice(take.plainChoices(["district", "month"]), { label: "By" }),
    district: take.references("district", { label: "District", options: named(DISTRICTS) }),
    periods: take.periods({ label: "Period", positional: "end" }),
  },
  run: async ({ metric, district, explain, periods }) =>
    answer(
      JSON.stringify({
        metric: metric.text,
        explain,
        districts: district.all.map((any) => any.map((each) => each.text)),
        not: district.none.map((each) => each.text),
        periods: periods.map((period) => period.words),
      }),
    ),
});

export const roles = defineCommand({
  name: "roles set",
  family: "admin",
  summary: "Gives someone a role.",
  examples: ["roles set @anne staff"],
  allow: ["admin"],
  effect: "write",
  args: {
    who: take.member({ label: "Who", required: true, positional: "one" }),
    role: take.choice(take.plainChoices(["staff", "coordinator"]), {
      label: "Role",
      required: true,
      positional: "one",
    }),
  },
  async run({ who, role }, context) {
    await context.pool.transaction(async (transaction) => {
      const { actor, now } = context.request;
      await transaction.run(
        sql`INSERT INTO role_assignment (user_id, role, districts, set_by, set_at) VALUES (${who.id}, ${role}, '[]', ${actor.id}, ${now})`,
      );
      await context.auditInside(transaction, { who: who.id, role });
      if (who.name === "broken") throw new Error("the disk is full");
    });
    return answer(`${who.id} is ${role}`);
  },
});

export const sync = defineCommand({
  name: "sync",
  family: "data",
  summary: "Brings the pool up to date.",
  examples: ["sync salesforce"],
  allow: ["admin", "staff"],
  effect: "write",
  args: {
    source: take.choice([{ value: "salesforce", label: "Salesforce" }], {
      label: "Source",
      positional: "one",
      required: true,
    }),
    full: take.flag({ label: "Everything again", bare: ["--full", "full"] }),
  },
  async run({ full }, context) {
    context.progress({ stage: "Contact", done: 1, total: 2, perSecond: 10, secondsLeft: 1 });
    return answer(full ? "read everything" : "read what changed");
  },
});

export const restore = defineCommand({
  name: "restore",
  family: "admin",
  summary: "Brings a backup back.",
  examples: ["restore backup.db"],
  allow: ["admin"],
  effect: "write",
  doors: ["terminal"],
  args: {},
  run: async () => answer("restored"),
});

export const registry = registryOf([help, volunteers, volunteersRecent, reportOrg, metric, roles, sync, restore]);
