import { type CommandContext, defineCommand, type SyncSummary, take } from "../src/command/index.js";
import { counted, type Notice, notice, reply } from "../src/reply/index.js";
import { asPolarisError, PolarisError } from "../src/runtime/index.js";
import { objectsTable } from "./objects-table.js";
import { dryRunReply, noticesOf } from "./sync-dry-run.js";

interface Asked {
  readonly full: boolean;
  readonly dryRun: boolean;
  readonly only: string | null;
}

interface Source {
  readonly label: string;
  read(context: CommandContext, asked: Asked): Promise<SyncSummary>;
}

const hooksOf = ({ progress, signal }: CommandContext) => ({ progress, signal });

const SOURCES = {
  salesforce: {
    label: "Salesforce",
    read: (context, { full, dryRun }) =>
      context.services.syncSalesforce({ full, dryRun, startedBy: context.request.actor.id }, hooksOf(context)),
  },
  sheets: {
    label: "Google Sheets",
    read: (context, { full, dryRun, only }) =>
      context.services.syncSheets(
        { again: full, dryRun, startedBy: context.request.actor.id, ...(only === null ? {} : { only }) },
        hooksOf(context),
      ),
  },
  analytics: {
    label: "Google Analytics",
    async read(context, { dryRun }) {
      const start = { dryRun, startedBy: context.request.actor.id };
      const summary = await context.services.syncAnalytics(start, hooksOf(context));
      if (summary !== null) return summary;
      throw new PolarisError(
        "configuration_invalid",
        "No Google Analytics property is configured. Expected its number as analytics.property in organization.yml.",
      );
    },
  },
} as const satisfies Record<string, Source>;

export const sync = defineCommand({
  name: "sync",
  family: "data",
  summary:
    "Brings the pool up to date with Salesforce, the Google Sheets or Google Analytics now, or tries what that would do.",
  examples: [
    "sync salesforce",
    "sync salesforce --full",
    "sync salesforce --dry-run",
    "sync sheets",
    'sync sheets only:"Roster KCK"',
    "sync all",
  ],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Sync now",
  args: {
    source: take.choice(
      [
        { value: "salesforce", label: SOURCES.salesforce.label },
        { value: "sheets", label: SOURCES.sheets.label },
        { value: "analytics", label: SOURCES.analytics.label },
        { value: "all", label: "All of them" },
      ],
      { label: "Source", positional: "one", main: true },
    ),
    only: take.text({ label: "Only this sheet", help: "The name of one connected sheet." }),
    full: take.flag({ label: "Read everything again", bare: ["--full"] }),
    "dry-run": take.flag({
      label: "Only try it",
      help: "Reads and judges as a sync does, says what would change, and changes nothing.",
      bare: ["--dry-run"],
    }),
  },
  async run({ source, only, full, "dry-run": isDry }, context) {
    if (only !== null && source !== "sheets")
      throw new PolarisError("argument_invalid", "only: names one sheet, so it goes with “sync sheets” alone.");
    const asked = { full: full ?? false, dryRun: isDry ?? false, only };
    const isAll = source === "all";
    const chosen = source === "all" ? SOURCES : { [source ?? "salesforce"]: SOURCES[source ?? "salesforce"] };
    const summaries: SyncSummary[] = [];
    for (const each of Object.values<Source>(chosen)) {
      if (isAll && each !== SOURCES.salesforce && !isSetUp(each, context)) continue;
      summaries.push(await (isAll ? readOrTell(each, context, asked) : each.read(context, asked)));
    }
    const label = isAll ? "Whole" : SOURCES[source ?? "salesforce"].label;
    if (asked.dryRun) return dryRunReply(`${label} sync, tried`, together(summaries), { eachByItself: isAll });
    return syncReply(`${label} sync`, together(summaries));
  },
});

/** What nobody set up is no part of all there is. */
function isSetUp(source: Source, { services, organization }: CommandContext): boolean {
  if (services.googleAccount === null) return false;
  return source !== SOURCES.analytics || organization.analytics.property !== undefined;
}

/** The trouble of one source keeps none of the others from being read. */
async function readOrTell(source: Source, context: CommandContext, asked: Asked): Promise<SyncSummary> {
  try {
    return await source.read(context, asked);
  } catch (thrown) {
    context.signal.throwIfAborted();
    const none = { read: 0, inserted: 0, updated: 0, unchanged: 0, deleted: 0, quarantined: 0, skipped: 0 };
    const object = { object: source.label, ...none, problem: asPolarisError(thrown).message };
    return { status: "failed", seconds: 0, objects: [object], notes: [] };
  }
}

function together(summaries: readonly SyncSummary[]): SyncSummary {
  const states = summaries.map(({ status }) => status);
  const [first = "finished"] = states;
  return {
    status: states.every((state) => state === first) ? first : "partly",
    seconds: summaries.reduce((sum, { seconds }) => sum + seconds, 0),
    objects: summaries.flatMap(({ objects }) => objects),
    notes: summaries.flatMap(({ notes }) => notes),
    samples: summaries.flatMap(({ samples = [] }) => samples),
  };
}

/** What a sync that did not finish means for figures. */
const STANDING = {
  partly: "The sync finished in part: figures rest on what was read before.",
  failed: "The sync failed: figures rest on what was read before.",
  paused: "The sync paused and goes on with the next run: until then figures rest in part on what was read before.",
} as const;

/** What it means for figures that a sync came to no clean end: rows that are set aside are fewer than an object that stopped. */
function standing({ status, objects }: SyncSummary): Notice[] {
  if (status === "finished") return [];
  if (status === "partly" && objects.every(({ problem }) => problem === null))
    return [
      notice(
        "Everything was read. The rows set aside are in no figure until they go in; “quarantine” lists them.",
        "warning",
      ),
    ];
  return [notice(STANDING[status], status === "paused" ? "warning" : "error")];
}

function syncReply(title: string, summary: SyncSummary) {
  const changed = summary.objects.reduce((sum, o) => sum + o.inserted + o.updated + o.deleted, 0);
  const waiting = summary.objects.reduce((sum, o) => sum + o.quarantined, 0);
  const state = { finished: "finished", partly: "finished in part", failed: "failed", paused: "paused" }[
    summary.status
  ];
  return reply({
    title,
    text: `The sync ${state} in ${summary.seconds.toFixed(1)} s: ${counted(changed, "record")} changed${waiting > 0 ? `, ${counted(waiting, "row")} set aside` : ""}.`,
    sensitivity: "open",
    notices: [...standing(summary), ...noticesOf(summary)],
    tables: [objectsTable(summary.objects)],
  });
}
