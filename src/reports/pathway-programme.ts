import { EVENT_TYPES, type Period } from "../domain/index.js";
import { computeMetrics, type Filters } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Notice, notice } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { count } from "./figure-table.js";
import { many } from "./words.js";

/**
 * A programme such as BFI is an event type and a pathway of one name. Its sessions are in the pathway only where something of ruling E8 says so; those of the
 * type that are not are named, lest the report tell of none where there were some. Nothing for a pathway that no event type is called after.
 */
export async function programmeNotices(
  reader: Reader,
  organization: Organization,
  { pathway, period, others, today }: { pathway: string; period: Period; others: Filters; today: string },
): Promise<Notice[]> {
  const type = Object.entries(EVENT_TYPES).find(([, label]) => label.toLowerCase() === pathway.toLowerCase());
  if (type === undefined) return [];
  const [key, label] = type;
  const { total } = await computeMetrics(reader, organization, {
    metrics: ["X60", "M10"],
    periods: [period],
    filters: [
      ...others,
      { dimension: "event_type", values: [{ key, label }] },
      { dimension: "pathway", values: [{ key: pathway, label: pathway }], exclude: true },
    ],
    today,
  });
  const held = count(total, "X60");
  if (held === 0) return [];
  return [
    notice(
      `${many(held, "session")} of the event type ${label}, with ${many(count(total, "M10"), "unique student")}, ${held === 1 ? "is" : "are"} not of the pathway ${pathway}: no link, attendance, skill or topic says so (ruling E8). “report events” and “report students” with type:${key} count ${held === 1 ? "it" : "them"}; the pathway in “attendance” brings ${held === 1 ? "it" : "them"} in.`,
      "warning",
    ),
  ];
}
