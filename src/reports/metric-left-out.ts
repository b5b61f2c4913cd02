import { unionOf } from "../domain/index.js";
import { leftOutOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { column, notice, type Reply, showInteger, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { MetricAsked } from "./asked.js";
import { labelled } from "./metric-explain.js";

/** The list of a metric's records with the nearest ones left out below it, each with the one rule that it breaks. */
export async function withLeftOut(
  records: Reply,
  reader: Reader,
  organization: Organization,
  asked: MetricAsked,
): Promise<Reply> {
  const { filters = [], today } = asked;
  const period = unionOf(asked.periods);
  const left = await leftOutOf(reader, organization, { metric: asked.metric, period, filters, today });
  const said = left.rules.map(({ rule, records: kept }) => `${rule} ${showInteger(kept)}`).join(", ");
  return {
    ...records,
    tables: [
      ...records.tables,
      table({
        key: "left_out",
        title: "Left out by one rule alone",
        columns: left.columns.map(({ key, label, type, sensitivity }) => column(key, label, type, sensitivity)),
        rows: left.rows.map((row) => row.map((cell, place) => labelled(left.columns[place]?.key, cell))),
        empty: "No record breaks one rule alone: none is near.",
      }),
    ],
    notices: [...records.notices, ...(said === "" ? [] : [notice(`Left out by one rule alone: ${said}.`)])],
  };
}
