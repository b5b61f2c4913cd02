import { type CommandContext, defineCommand, namesOfPeople, take } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import { type LeadStory, leadStory, matchWords, standingWords, whichLead } from "../src/leads/index.js";
import { type Action, counted, type Fact, fact, notice, type Reply, reply, showDay } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { footerOf } from "./footer.js";
import { storyTables } from "./lead-tables.js";
import { takeAction } from "./leads.js";
import { leadArgument, oneLead } from "./named-lead.js";

export const lead = defineCommand({
  name: "lead",
  family: "organisations",
  summary:
    "The whole story of a prospective lead: where each value is from, its files and lines, what changed, Salesforce, who has it.",
  examples: ["lead little stars academy", "lead (209) 555-0100", 'lead "#12"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show",
  args: {
    which: leadArgument(),
    page: take.page(),
    as: { ...take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run({ which, page, asOf }, context) {
    const found = await oneLead(which, "which", context);
    if ("kind" in found) return found;
    const story = await leadStory(context.pool, found.id);
    if (story === null)
      throw new PolarisError("not_found", `Lead ${found.id} is there no more. Search for its company.`);
    return storyReply(story, { page, asOf, called: /^#(\d{1,9})$/.exec(which.trim())?.[1] ?? null }, context);
  },
});

async function storyReply(
  story: LeadStory,
  { page, asOf, called }: { readonly page: number; readonly asOf: string | null; readonly called: string | null },
  context: CommandContext,
): Promise<Reply> {
  const names = await namesOfPeople(
    story.deliveries.flatMap(({ takenBy }) => takenBy ?? []),
    context,
  );
  const since = asOf === null ? {} : { since: asOf };
  return reply({
    title: story.lead.company ?? `Lead ${story.lead.id}`,
    text: sentenceOf(story),
    sensitivity: "open",
    facts: factsOf(story, context),
    tables: storyTables(story, names, context.organization.timeZone),
    notices: [
      ...(called === null || Number(called) === story.lead.id
        ? []
        : [notice(`Lead #${called} became one with this one, #${story.lead.id}.`, "info")]),
      ...(story.lead.isCurrent
        ? []
        : [notice("It is in no newest file any more; what is shown is what its lists last said.", "warning")]),
    ],
    actions: actionsOf(story, context),
    files: [
      { key: "lead", kind: "xlsx", name: `lead-${story.lead.id}.xlsx` },
      { key: "lead", kind: "csv", name: `lead-${story.lead.id}.csv` },
    ],
    page: { number: page, size: 20, line: context.line, ...since },
    provenance: await footerOf(context, { figures: "none" }),
  });
}

/** "Little Stars, Mesquite, NV: new, in source_1 and source_3 since 1 Sep 2026 (3 files)." */
function sentenceOf({ lead: about, lines, deliveries }: LeadStory): string {
  const files = new Set(lines.map(({ source, file }) => `${source}:${file}`)).size;
  const seen = `in ${about.sources.join(" and ")} since ${showDay(about.firstDate)} (${counted(files, "file")}, ${counted(lines.length, "line")})`;
  const sent =
    about.sentIn === null
      ? ""
      : ` Sent to Sales in ${about.sentIn}${about.taken === null ? ", taken by nobody yet" : ""}.`;
  const times = deliveries.length > 1 ? ` It was sent ${deliveries.length} times, for something else each time.` : "";
  return `${whichLead(about)}: ${standingWords(about)}, ${seen}.${sent}${times}`;
}

function factsOf({ lead: about }: LeadStory, { organization }: CommandContext): Fact[] {
  const { salesforceId } = about;
  return [
    fact("standing", "Standing", standingWords(about), "text", "open"),
    fact("match", "Match in Salesforce", matchWords(about), "text", "open"),
    ...(salesforceId === null
      ? []
      : [
          fact(
            "salesforce",
            "Open in Salesforce",
            recordUrl(organization.salesforce.recordUrl, "Lead", salesforceId),
            "link",
            "open",
          ),
          fact(
            "status",
            "Status there",
            about.salesforceStatus,
            "text",
            "open",
            about.isConverted ? { note: "converted" } : {},
          ),
          fact("stage", "Outreach stage", about.outreachStage, "text", "open"),
        ]),
    fact("lead", "Lead", about.id, "integer", "open"),
  ];
}

function actionsOf({ lead: about }: LeadStory, { request }: CommandContext): Action[] {
  const isFree = about.sentIn !== null && about.taken === null;
  return [
    ...(isFree ? [takeAction([about])] : []),
    ...(about.taken?.by === request.actor.id
      ? [{ label: "Give back", line: `leads give-back ${about.id}`, does: "run", sensitivity: "open" } as const]
      : []),
    { label: "Review pairs", line: "leads review", does: "run", sensitivity: "open" },
  ];
}
