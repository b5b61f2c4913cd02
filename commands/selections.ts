import { defineCommand, lineOf, take } from "../src/command/index.js";
import { type Cell, column, counted, type Reply, reply, table } from "../src/reply/index.js";
import { describeSelection, type Selection, selections as saved, selectionCalled } from "../src/reports/index.js";
import { footerOf } from "./footer.js";

export const selections = defineCommand({
  name: "selections",
  family: "events",
  summary: "Lists the saved selections of events, or the events of one.",
  examples: ["selections", 'selections "Funder A"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    name: take.reference("selection", {
      label: "Selection",
      positional: "rest",
      main: true,
      options: async (query, { pool }) =>
        (await saved(pool))
          .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
          .map(({ name }) => ({ value: name, label: name })),
    }),
    page: take.page(),
    asOf: take.instant("As of"),
  },
  async run({ name, page, asOf }, context): Promise<Reply> {
    const { pool, organization } = context;
    const answer =
      name === null
        ? listReply(await saved(pool))
        : await describeSelection(pool, organization, await selectionCalled(pool, name.text));
    return {
      ...answer,
      provenance: await footerOf(context, { figures: "none" }),
      page: { number: page, size: 10, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
    };
  },
});

function listReply(all: readonly Selection[]): Reply {
  return reply({
    title: "Selections of events",
    text:
      all.length === 0
        ? 'Nobody has saved a selection yet. To begin one: selection "Funder A" add, and ids or titles of events.'
        : `${counted(all.length, "selection")} of events.`,
    sensitivity: "open",
    tables: [
      table({
        key: "selections",
        title: "Selections",
        columns: [
          column("selection", "Selection", "text", "open"),
          column("events", "Events", "integer", "open"),
          column("since", "Since", "instant", "open"),
        ],
        rows: all.map(({ name, events, createdAt }): Cell[] => [name, events.length, createdAt]),
        empty: "No selection has been saved.",
      }),
    ],
    actions: all.slice(0, 3).map(({ name }) => ({
      label: `Show ${name}`,
      line: lineOf("selections", { name }),
      does: "run",
      sensitivity: "open",
    })),
  });
}
