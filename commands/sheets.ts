import { defineCommand, sayersOf } from "../src/command/index.js";
import { sheetStates } from "../src/intake/index.js";
import { column, counted, notice, reply, table } from "../src/reply/index.js";
import { objectLabel } from "../src/sources/index.js";

export const sheets = defineCommand({
  name: "sheets",
  family: "data",
  summary: "Lists the connected Google Sheets: what each holds, when it was read, and how that went.",
  examples: ["sheets"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {},
  async run(_args, context) {
    const {
      pool,
      organization,
      services: { googleAccount },
    } = context;
    const states = await sheetStates(pool, organization);
    const whose = await sayersOf(
      states.map(({ sheet }) => sheet.connectedBy),
      context,
    );
    const bad = states.filter(({ problem }) => problem !== null).length;
    const trouble = bad === 0 ? "" : ` ${bad} of them could not be read last time.`;
    return reply({
      title: "Connected sheets",
      text:
        states.length === 0
          ? "No Google Sheet is connected yet."
          : `${counted(states.length, "sheet is", "sheets are")} connected.${trouble}`,
      sensitivity: "open",
      notices: [
        ...states.flatMap(({ sheet, problem }) =>
          problem === null ? [] : [notice(`${sheet.name}: ${problem}`, "warning")],
        ),
        googleAccount === null
          ? notice("Google is not set up here: set GOOGLE_SERVICE_ACCOUNT_FILE, and sheets can be read.", "warning")
          : notice(`Sheets are read by ${googleAccount}: share them with that address.`),
      ],
      tables: [
        table({
          key: "sheets",
          title: "Sheets",
          columns: [
            column("sheet", "Sheet", "text", "open"),
            column("holds", "Holds", "text", "open"),
            column("state", "State", "text", "open"),
            column("checked", "Looked at", "instant", "open"),
            column("read", "Last read", "instant", "open"),
            column("rows", "Rows", "integer", "open"),
            column("quarantined", "Set aside", "integer", "open"),
            column("tab", "Tab", "text", "open"),
            column("connected_by", "Connected by", "text", "name"),
          ],
          rows: states.map(({ sheet, checkedAt, readAt, rows, quarantined, problem }) => [
            sheet.name,
            objectLabel(sheet.dataset),
            problem !== null ? "failed" : readAt === null ? "not read yet" : "fine",
            checkedAt,
            readAt,
            rows,
            quarantined,
            sheet.tab,
            sheet.connectedBy === null ? "organization.yml" : whose(sheet.connectedBy),
          ]),
          empty: "Connect one with “sheets connect”, its address and what it holds.",
        }),
      ],
      actions: [
        { label: "Connect a sheet", line: "sheets connect", does: "form", sensitivity: "open" },
        { label: "Read them now", line: "sync sheets", does: "run", sensitivity: "open" },
      ],
    });
  },
});
