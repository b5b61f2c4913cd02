import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import {
  type ConnectedSheet,
  connectedSheets,
  datasetOf,
  disconnectSheet,
  removedSheet,
  sheetNamed,
  takeOutSheet,
} from "../src/intake/index.js";
import { counted, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { pairsText } from "./sheet-pairs.js";

export const sheetsRemove = defineCommand({
  name: "sheets remove",
  family: "data",
  summary: "Stops reading a connected Google Sheet. What was read of it stays, unless its rows are to go too.",
  examples: ['sheets remove "Roster KCK"', 'sheets remove "Roster KCK" rows:yes'],
  allow: ["admin", "staff"],
  effect: "write",
  args: {
    name: take.text({ label: "The sheet's name here", positional: "rest", required: true }),
    rows: take.flag({ label: "Take out its rows too", help: "Marks as deleted all that was read of it." }),
  },
  async run({ name, rows }, context) {
    const { pool, request, auditInside } = context;
    const takesOut = rows ?? false;
    const sheet = await theSheet(name, takesOut, context);
    await pool.transaction(async (tx) => {
      await disconnectSheet(tx, sheet.name, request.now);
      await auditInside(tx, { sheet: sheet.name, dataset: sheet.dataset, rows: takesOut });
    });
    const gone = takesOut ? await takenOut(sheet, context) : null;
    const left =
      gone === null
        ? "What was read of it stays in the pool."
        : `${gone === 0 ? "There was no row of it" : `${counted(gone, "row")} of it ${gone === 1 ? "was" : "were"} taken out`}.`;
    const takeOut = lineOf("sheets remove", { name: sheet.name, rows: "yes" });
    return reply({
      title: "Sheet removed",
      text: `“${sheet.name}” is not read any more. ${left}`,
      sensitivity: "open",
      actions: [
        { label: "Connect it again", line: againLine(sheet), does: "run", sensitivity: "open" },
        ...(takesOut
          ? []
          : ([
              {
                label: "Take out its rows too",
                line: takeOut,
                does: "run",
                style: "danger",
                confirm:
                  "All that was read of this sheet is marked as deleted. Connected again, it brings its rows back.",
                sensitivity: "open",
              },
            ] as const)),
      ],
    });
  },
});

/** @throws PolarisError not_found; argument_invalid for a sheet of organization.yml */
async function theSheet(
  name: string,
  takesOut: boolean,
  { pool, organization }: CommandContext,
): Promise<ConnectedSheet> {
  const sheets = await connectedSheets(pool, organization);
  const isRead = sheets.some((sheet) => foldText(sheet.name) === foldText(name));
  // Its rows can still be taken out when it is not read any more.
  const removed = takesOut && !isRead ? await removedSheet(pool, name) : null;
  const sheet = removed ?? sheetNamed(name, sheets);
  if (sheet.connectedBy !== null) return sheet;
  throw new PolarisError(
    "argument_invalid",
    `“${sheet.name}” stands in organization.yml, under sheets: an administrator takes it out there.`,
  );
}

/** @returns rows marked as deleted */
async function takenOut(sheet: ConnectedSheet, { pool, organization, request }: CommandContext): Promise<number> {
  const clock = { now: () => request.now };
  const result = await takeOutSheet({ pool, organization, clock, sheet, startedBy: request.actor.id });
  if (result.error !== null) throw new PolarisError(result.error.code, result.error.text);
  return result.objects.reduce((sum, { counts }) => sum + counts.deleted, 0);
}

function againLine(sheet: ConnectedSheet): string {
  const dataset = datasetOf(sheet);
  return lineOf("sheets connect", {
    sheet: sheet.spreadsheet,
    as: sheet.dataset,
    tab: sheet.tab,
    name: sheet.name,
    map: pairsText(sheet.columns, dataset),
    set: pairsText(sheet.defaults, dataset),
    fill: sheet.fillDown.length === 0 ? null : sheet.fillDown,
    confirm: "yes",
  });
}
