import type { Period } from "../domain/index.js";
import {
  computeMetrics,
  type DimensionId,
  type FigureRow,
  type Figures,
  type Filters,
  type Key,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { type Company, everLinked } from "./company.js";

/** What the metrics are asked of a company: every figure of the report comes by here (ruling F2). */
export interface Asker {
  /** Over all its names together; `by` gives rows beside the total, `rowsOnly` nothing but rows. */
  ask(metrics: readonly string[], over: readonly Period[], cut?: Cut): Promise<Figures>;
  /** A row for each name in the order asked, and the total over all of them, counted again. */
  askEach(metrics: readonly string[], over: readonly Period[]): Promise<Figures>;
}

export interface Cut {
  readonly by?: DimensionId;
  readonly rowsOnly?: true;
}

export interface AskedOf {
  readonly reader: Reader;
  readonly organization: Organization;
  readonly company: Company;
  /** What else the figures are held to. */
  readonly filters: Filters;
  readonly today: string;
}

/** By default one participation credits one organisation (ruling E5); `full` takes everybody ever linked, whatever the date. */
export async function askerOf(of: AskedOf, full: boolean, period: Period): Promise<Asker> {
  return full ? linkedAsker(of, await everLinked(of.reader, of.company), period) : creditedAsker(of);
}

function creditedAsker({ reader, organization, company, filters: others, today }: AskedOf): Asker {
  const values = company.names.map((name) => ({ key: name, label: name }));
  const filters: Filters = [{ dimension: "organisation", values }, ...others];
  const ask: Asker["ask"] = (metrics, periods, cut = {}) =>
    computeMetrics(reader, organization, { metrics, periods, filters, today, ...cut });
  return {
    ask,
    async askEach(metrics, periods) {
      const found = await ask(metrics, periods, { by: "organisation" });
      return { ...found, rows: company.names.map((name) => rowOf(found, name)) };
    },
  };
}

/** The row of a key; of nothing where there is none. */
export function rowOf({ rows, total }: Figures, key: Key): FigureRow {
  const found = rows.find((row) => row.key === key);
  if (found) return found;
  const none = ([id, figures]: [string, FigureRow["figures"][string]]) =>
    [id, figures.map((figure) => (typeof figure === "number" ? 0 : null))] as const;
  return {
    key,
    label: String(key),
    part: null,
    figures: Object.fromEntries(Object.entries(total.figures).map(none)),
    notes: {},
  };
}

/** Students and teachers belong to events, not to volunteers: they are asked for by the events that the people were at. */
const OF_EVENTS: ReadonlySet<string> = new Set(["M10", "M73"]);
/** Asked for where nobody is, so that nothing is found; a filter without values would find everything. */
const NOBODY = 0;

function linkedAsker(
  { reader, organization, filters: others, today }: AskedOf,
  linked: ReadonlyMap<string, readonly number[]>,
  whole: Period,
): Asker {
  const compute = (
    metrics: readonly string[],
    periods: readonly Period[],
    of: "volunteer" | "event",
    keys: readonly Key[],
    cut: Cut,
  ) => {
    const values = (keys.length === 0 ? [NOBODY] : keys).map((key) => ({ key, label: String(key) }));
    const filters: Filters = [{ dimension: of, values }, ...others];
    return computeMetrics(reader, organization, { metrics, periods, filters, today, ...cut });
  };
  const attended = new Map<readonly number[], readonly Key[]>();
  const eventsOf = async (people: readonly number[]): Promise<readonly Key[]> => {
    const known = attended.get(people);
    if (known) return known;
    const { rows } = await compute(["X20"], [whole], "volunteer", people, { by: "event", rowsOnly: true });
    const keys = rows.map(({ key }) => key);
    attended.set(people, keys);
    return keys;
  };
  const askOf = async (
    people: readonly number[],
    metrics: readonly string[],
    over: readonly Period[],
    cut: Cut,
  ): Promise<Figures> => {
    const own = metrics.filter((id) => !OF_EVENTS.has(id));
    const found = await compute(own, over, "volunteer", people, cut);
    if (own.length === metrics.length) return found;
    const ofEvents = metrics.filter((id) => OF_EVENTS.has(id));
    return together(found, await compute(ofEvents, over, "event", await eventsOf(people), cut));
  };
  const all = [...new Set([...linked.values()].flat())];
  return {
    ask: (metrics, over, cut = {}) => askOf(all, metrics, over, cut),
    async askEach(metrics, over) {
      const rows: FigureRow[] = [];
      for (const [name, people] of linked) {
        const { total } = await askOf(people, metrics, over, {});
        rows.push({ ...total, key: name, label: name });
      }
      return { ...(await askOf(all, metrics, over, {})), by: "organisation", rows };
    },
  };
}

/** Two answers to one question about different metrics, as one. */
function together(one: Figures, other: Figures): Figures {
  const both = (a: FigureRow, b: FigureRow): FigureRow => ({
    ...a,
    figures: { ...a.figures, ...b.figures },
    notes: { ...a.notes, ...b.notes },
  });
  const keys = [...new Set([...one.rows, ...other.rows].map(({ key }) => key))];
  return {
    ...one,
    metrics: [...one.metrics, ...other.metrics],
    rows: keys.map((key) => both(rowOf(one, key), rowOf(other, key))),
    total: both(one.total, other.total),
    counts: { ...other.counts, ...one.counts },
  };
}
