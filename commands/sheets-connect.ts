import { type CommandContext, defineCommand, lineOf, type SyncSummary, take } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import {
  columnKey,
  connectedSheets,
  connectSheet,
  datasetOf,
  nameTaken,
  type SheetPreview,
  type TabChoice,
} from "../src/intake/index.js";
import {
  type Action,
  type Ask,
  ask,
  column,
  counted,
  notice,
  type Reply,
  reply,
  type Sensitivity,
  table,
} from "../src/reply/index.js";
import { asPolarisError, PolarisError } from "../src/runtime/index.js";
import { DATASETS, type Dataset, spreadsheetKey } from "../src/sources/index.js";
import { objectsTable } from "./objects-table.js";
import { pairsOf, pairsText, usualName } from "./sheet-pairs.js";

export const sheetsConnect = defineCommand({
  name: "sheets connect",
  family: "data",
  summary: "Connects a Google Sheet, so that it is read from now on; shows first how its columns would be understood.",
  examples: [
    'sheets connect https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz/edit as:roster tab:KCK name:"Roster KCK" set:"District=KCK"',
  ],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Look at it",
  args: {
    sheet: take.text({
      label: "The sheet's address",
      help: "As the browser shows it, or the key in it.",
      positional: "one",
      required: true,
    }),
    as: take.choice(
      DATASETS.map(({ name, label }) => ({ value: name, label })),
      { label: "What it holds", required: true },
    ),
    tab: take.text({ label: "Tab", help: "Only needed when it has several.", main: true }),
    name: take.text({ label: "What it is called here", main: true }),
    map: take.text({
      label: "Columns with other names",
      help: "Our column, =, the sheet's header: Building=School,Email=E-mail",
      main: true,
    }),
    set: take.text({ label: "The same for every row", help: "District=KCK" }),
    fill: take.text({
      label: "Merged cells to fill",
      help: "Our columns whose merged cells count for every row: Event,Date",
    }),
    confirm: take.flag({ label: "Connect it" }),
  },
  async run({ sheet, as, tab, name, map, set, fill, confirm }, context) {
    const { services, signal } = context;
    const dataset = datasetOf({ name: sheet, dataset: as });
    const columns = pairsOf(map, dataset);
    const defaults = pairsOf(set, dataset);
    const filled = (fill ?? "").split(",").filter((word) => word.trim() !== "");
    const fillDown = filled.map((word) => columnKey(dataset, word.trim()));
    const found = await services.previewSheet(
      { spreadsheet: spreadsheetKey(sheet), dataset: as, tab, columns },
      { signal },
    );
    if (found.kind === "tabs") return askForTab(found, context);
    const connection: Connection = {
      dataset,
      preview: found,
      name: name ?? `${found.title} ${found.tab}`,
      columns: { ...columns, ...proposedOf(found) },
      defaults,
      fillDown,
    };
    await refuseTakenName(connection.name, context);
    if (confirm !== true) return previewReply(connection);
    if (connection.preview.missing.length > 0) throw stillMissing(connection);
    return connect(connection, context);
  },
});

interface Connection {
  readonly dataset: Dataset;
  readonly preview: SheetPreview;
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly defaults: Readonly<Record<string, string>>;
  readonly fillDown: readonly string[];
}

/** The columns that go by another header than their usual ones. */
function proposedOf({ columns }: SheetPreview): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap(({ key, header, isSure }) => (header === null || isSure ? [] : [[key, header]])),
  );
}

async function refuseTakenName(name: string, { pool, organization }: CommandContext): Promise<void> {
  const sheets = await connectedSheets(pool, organization);
  if (sheets.some((sheet) => foldText(sheet.name) === foldText(name))) throw nameTaken(name);
}

function askForTab({ title, tabs }: TabChoice, { command, line, lineWith }: CommandContext): Ask {
  return ask({
    text: `“${title}” has ${counted(tabs.length, "tab")}. Which one is meant?`,
    command,
    line,
    missing: ["tab"],
    choices: tabs.map((tab) => ({ label: tab, line: lineWith({ tab }) })),
    sensitivity: "open",
  });
}

function lineFor(
  { dataset, preview, name, columns, defaults, fillDown }: Connection,
  more: { confirm?: "yes" },
): string {
  return lineOf("sheets connect", {
    sheet: preview.spreadsheet,
    as: dataset.name,
    tab: preview.tab,
    name,
    map: pairsText(columns, dataset),
    set: pairsText(defaults, dataset),
    fill: fillDown.length === 0 ? null : fillDown.map((key) => usualName(dataset, key)).join(","),
    confirm: more.confirm ?? null,
  });
}

/** Sheets of students, or with students in them: nothing of their rows is shown but at the terminal. */
const OF_STUDENTS: ReadonlySet<string> = new Set(["pathway-roster", "outside-visits", "pathful-users", "surveys"]);

function previewReply(connection: Connection): Reply {
  const { dataset, preview } = connection;
  const found = preview.columns.filter(({ header }) => header !== null);
  const { missing } = preview;
  const samples: Sensitivity = OF_STUDENTS.has(dataset.name) ? "student" : "contact";
  const place = `“${preview.title}”, tab “${preview.tab}”`;
  const sentence = `${found.length} of ${preview.columns.length} columns found, ${counted(preview.rows, "row")} below row ${preview.headerRow}.`;
  return reply({
    title: `Connect ${connection.name}`,
    text:
      missing.length === 0
        ? `${place} can be read as: ${dataset.label}. ${sentence} Nothing is connected yet.`
        : `${place} cannot be read as: ${dataset.label} yet, because ${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing. ${sentence}`,
    sensitivity: "open",
    notices: [
      ...preview.columns.flatMap(({ name, header, isSure }) =>
        header === null || isSure ? [] : [notice(`Is “${header}” our “${name}”? It looks like it.`, "warning")],
      ),
      ...(preview.leftOver.length === 0 ? [] : [notice(`Nothing is taken from ${listed(preview.leftOver)}.`)]),
      ...mergedUnfilled(connection).map((name) =>
        notice(
          `Cells of “${name}” are merged: only the first row of each has a value, unless they are filled.`,
          "warning",
        ),
      ),
    ],
    tables: [
      table({
        key: "columns",
        title: "Columns",
        columns: [
          column("ours", "Our column", "text", "open"),
          column("header", "In the sheet", "text", "open"),
          column("needed", "Needed", "boolean", "open"),
          column("sure", "Sure", "boolean", "open"),
          column("sample", "First value", "text", samples),
        ],
        rows: preview.columns.map(({ name, header, isRequired, isSure, sample }) => [
          name,
          header,
          isRequired,
          header === null ? null : isSure,
          sample === null ? null : String(sample),
        ]),
        empty: "It has no columns.",
      }),
    ],
    actions: actionsOf(connection),
  });
}

function mergedUnfilled({ preview, fillDown }: Connection): string[] {
  return preview.columns.filter(({ key, isMerged }) => isMerged && !fillDown.includes(key)).map(({ name }) => name);
}

function actionsOf(connection: Connection): Action[] {
  const { preview, fillDown } = connection;
  const change: Action = {
    label: "Change the mapping",
    line: lineFor({ ...connection, columns: wholeMapping(connection) }, {}),
    does: "form",
    sensitivity: "open",
  };
  if (connection.preview.missing.length > 0) return [change];
  const run = (label: string, line: string): Action => ({ label, line, does: "run", sensitivity: "open" });
  const merged = preview.columns.filter(({ isMerged }) => isMerged).map(({ key }) => key);
  const filling = { ...connection, fillDown: [...new Set([...fillDown, ...merged])] };
  return [
    { ...run("Connect", lineFor(connection, { confirm: "yes" })), style: "primary" },
    ...(mergedUnfilled(connection).length === 0
      ? []
      : [run("Connect, filling merged cells", lineFor(filling, { confirm: "yes" }))]),
    change,
  ];
}

/** Every column with its header, so that a form shows what there is to change. */
function wholeMapping({ preview, columns }: Connection): Record<string, string> {
  const found = preview.columns.flatMap(({ key, header }) => (header === null ? [] : [[key, header] as const]));
  return { ...Object.fromEntries(found), ...columns };
}

function stillMissing({ dataset, preview }: Connection): PolarisError {
  return new PolarisError(
    "columns_changed",
    `“${preview.title}” cannot be connected as ${dataset.label}: ${listed(preview.missing)} ${preview.missing.length === 1 ? "is" : "are"} missing. Say with map: which headers they are; nothing was connected.`,
  );
}

async function connect(connection: Connection, context: CommandContext): Promise<Reply> {
  const { dataset, preview, name, columns, defaults, fillDown } = connection;
  const { pool, request, services, progress, signal } = context;
  await pool.transaction(async (tx) => {
    const { spreadsheet, tab } = preview;
    const sheet = { name, dataset: dataset.name, spreadsheet, tab, columns, defaults, fillDown };
    await connectSheet(tx, { ...sheet, connectedBy: request.actor.id }, request.now);
    await context.auditInside(tx, { sheet: name, dataset: dataset.name });
  });
  const read = await services
    .syncSheets({ only: name, again: true, startedBy: request.actor.id }, { progress, signal })
    .catch((thrown: unknown) => asPolarisError(thrown).message);
  const { text, summary } = outcomeOf(read);
  return reply({
    title: "Sheet connected",
    text: `“${name}” is connected and will be read from now on. ${text}`,
    sensitivity: "open",
    notices: [
      ...summary.objects.flatMap(({ problem }) => (problem === null ? [] : [notice(problem, "error")])),
      ...summary.notes.map((note) => notice(note)),
    ],
    tables: summary.objects.length === 0 ? [] : [objectsTable(summary.objects)],
    actions: [
      { label: "Undo", line: lineOf("sheets remove", { name, rows: "yes" }), does: "run", sensitivity: "open" },
    ],
  });
}

/** How the first reading went; that a sheet is connected does not depend on it. */
function outcomeOf(read: SyncSummary | string): { text: string; summary: Pick<SyncSummary, "objects" | "notes"> } {
  if (typeof read === "string")
    return { text: `It could not be read just now: ${read}`, summary: { objects: [], notes: [] } };
  const rows = read.objects.reduce((sum, each) => sum + each.inserted + each.updated + each.unchanged, 0);
  const waiting = read.objects.reduce((sum, each) => sum + each.quarantined, 0);
  const aside = waiting === 0 ? "" : `, ${counted(waiting, "row")} set aside`;
  const text =
    read.status === "failed" ? "It could not be read just now." : `${counted(rows, "row")} taken in${aside}.`;
  return { text, summary: read };
}

const listed = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(", ");
