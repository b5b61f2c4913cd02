import { type CommandContext, defineCommand, type ImportSummary, nearest, take } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import { openLeadPairs, SEND_TO_SALES } from "../src/leads/index.js";
import { type Action, counted, type Notice, notice, type Reply, reply, showInteger } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { DATASETS } from "../src/sources/index.js";
import { objectsTable } from "./objects-table.js";

export const importFile = defineCommand({
  name: "import",
  family: "data",
  summary:
    "Takes in a file: Pathful reports, rosters, students per volunteer, surveys, partner lists, prospective leads and others.",
  examples: ["import pathful-sessions.xlsx", "import roster.csv as:roster", "import source_1.csv date:2026-11-01"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Import",
  args: {
    file: take.file({
      label: "File",
      help: "A workbook (.xlsx) or a text file (.csv, .tsv). What kind it is, its columns say.",
      positional: "one",
      required: true,
      main: true,
    }),
    as: take.text({
      label: "What it is",
      help: `Only needed when its columns do not say: one of ${DATASETS.map(({ name }) => name).join(", ")}, or a list of prospective leads by its name in config/lead-sources, as in source_1.`,
      main: true,
      options: async (query, { organization }) =>
        kindsOf(organization)
          .filter(({ name, label }) => foldText(`${name} ${label}`).includes(foldText(query)))
          .map(({ name, label }) => ({ value: name, label })),
    }),
    date: take.day({
      label: "The day the list speaks of",
      help: "Only of prospective leads, and only where the file's name does not say it.",
      toward: "past",
      main: true,
    }),
    whole: take.flag({
      label: "These are all the rows there are",
      help: "Then rows that came by this file before and are not in it any more are taken out.",
      bare: ["--whole"],
      main: true,
    }),
  },
  async run({ file: reference, as: said, date, whole }, context) {
    const { pool, request, services, signal, progress, auditInside } = context;
    const as = said === null ? null : kindCalled(said, context);
    const file = await services.openFile(reference, request.actor.door, signal);
    try {
      const summary = await services.importFile(
        {
          file,
          as,
          date,
          whole: whole ?? false,
          startedBy: request.actor.id,
          door: request.actor.door,
          inside: auditInside,
        },
        { progress, signal },
      );
      const pairs = summary.isOfLeads === true ? await openLeadPairs(pool, request.now) : [];
      return importReply(file.name, summary, pairs.length);
    } finally {
      await file.close();
    }
  },
});

interface Kind {
  readonly name: string;
  readonly label: string;
}

/** What a file can be: the lists of leads are the organisation's own. */
const kindsOf = ({ leadSources }: CommandContext["organization"]): readonly Kind[] => [...DATASETS, ...leadSources];

/** @throws PolarisError argument_invalid */
function kindCalled(text: string, { organization }: CommandContext): string {
  const kinds = kindsOf(organization);
  const found = kinds.find(({ name, label }) => [name, label].some((word) => foldText(word) === foldText(text)));
  if (found !== undefined) return found.name;
  const names = kinds.map(({ name }) => name);
  const [near] = nearest(text, names);
  throw new PolarisError(
    "argument_invalid",
    `No kind of file is called “${text}”. ${near === undefined ? "" : `Did you mean ${near}? `}Expected one of ${names.join(", ")}.`,
  );
}

/** @param pairs how many pairs of leads wait for a decision */
function importReply(name: string, summary: ImportSummary, pairs: number): Reply {
  return reply({
    title: `Import of ${name}`,
    text: `${sentenceOf(summary)} “${name}” was taken for: ${summary.label}.`,
    sensitivity: "open",
    notices: noticesOf(summary),
    tables: [objectsTable(summary.objects)],
    actions: actionsOf(summary, pairs),
  });
}

/**
 * "Read 240 rows: 12 created, 3 updated, 220 unchanged, 5 queued, 0 refused." Where rows became records of several kinds, their number is told, so that
 * the sum is seen to be right.
 */
function sentenceOf({ rows, objects, refused }: ImportSummary): string {
  const total = (count: (object: ImportSummary["objects"][number]) => number): number =>
    objects.reduce((sum, object) => sum + count(object), 0);
  const counts: readonly (readonly [number, string, "always" | "if any"])[] = [
    [total((object) => object.inserted), "created", "always"],
    [total((object) => object.updated), "updated", "always"],
    [total((object) => object.unchanged), "unchanged", "always"],
    [total((object) => object.deleted), "deleted", "if any"],
    [total((object) => object.quarantined) - refused, "queued", "always"],
    [refused, "refused", "always"],
    [total((object) => object.skipped), "skipped", "if any"],
  ];
  const words = counts.flatMap(([count, word, when]) =>
    count === 0 && when === "if any" ? [] : [`${showInteger(count)} ${word}`],
  );
  const records = total(({ read }) => read);
  const made = records === rows ? "" : `, ${counted(records, "record")} in all`;
  return `Read ${counted(rows, "row")}${made}: ${words.join(", ")}.`;
}

function noticesOf({ status, notes, objects, refused }: ImportSummary): Notice[] {
  const problems = objects.flatMap(({ object, problem }) =>
    problem === null ? [] : [notice(`${object}: ${problem}`, "error")],
  );
  const isWaiting = status === "partly" && refused === 0;
  return [...(isWaiting ? [] : STATUS_NOTICES[status]), ...problems, ...notes.map((text) => notice(text))];
}

const STATUS_NOTICES: Readonly<Record<ImportSummary["status"], readonly Notice[]>> = {
  finished: [],
  partly: [
    notice("The import finished in part: some rows must be corrected in the file. All others were taken in.", "error"),
  ],
  failed: [notice("The import failed before its end. Import the file again; nothing is doubled.", "error")],
};

function actionsOf({ dataset, isOfLeads, objects, tickets }: ImportSummary, pairs: number): Action[] {
  const waits = objects.some(({ quarantined }) => quarantined > 0);
  const actions: Action[] = [];
  const offer = (label: string, line: string) => actions.push({ label, line, does: "run", sensitivity: "open" });
  if (waits) offer("Open the queue", `quarantine dataset:${dataset}`);
  if (tickets > 0) offer(`Questions (${showInteger(tickets)})`, "tickets");
  if (isOfLeads !== true) return actions;
  offer("Show the new leads", "leads new");
  if (pairs > 0) offer(`Review ${counted(pairs, "pair")}`, "leads review");
  return [...actions, SEND_TO_SALES];
}
