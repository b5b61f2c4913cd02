import type { Reader } from "../pool/index.js";
import { type Cell, counted, notice, type Reply, reply, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { describeEvents } from "./events.js";
import { newest, RECORD, SESSION, sessionCells } from "./pathway-tables.js";
import type { Selection } from "./selections.js";

/** The events of a selection, newest first; those that their source has deleted are counted, not listed. */
export async function describeSelection(
  reader: Reader,
  organization: Organization,
  { name, events }: Selection,
): Promise<Reply> {
  const ids = events.flatMap(({ id }) => (id === null ? [] : [id]));
  const described = await describeEvents(reader, organization, ids);
  const gone = events.length - ids.length;
  return reply({
    title: `Selection “${name}”`,
    text: `“${name}” has ${counted(events.length, "event")}.`,
    sensitivity: "open",
    tables: [
      table({
        key: "events",
        title: "Events",
        columns: [...SESSION, RECORD],
        rows: [...described.values()].sort(newest).map((event): Cell[] => [...sessionCells(event), event.link]),
        empty: `“${name}” has no events: selection "${name}" add, and ids or titles.`,
      }),
    ],
    notices:
      gone === 0
        ? []
        : [
            notice(
              `${counted(gone, "event")} of it ${gone === 1 ? "is" : "are"} no longer in Salesforce or Pathful.`,
              "warning",
            ),
          ],
  });
}
