import type { Organization } from "../runtime/index.js";
import type { Figure, FigureRow, Metric } from "./model.js";

/** What may be seen of a group: its figure; that it is too small; or nothing, so that a small one beside it cannot be worked out. */
type Seen = "shown" | "small" | "withheld";

/** Stands where a group is large enough, but would give away the only small one beside it. */
export const WITHHELD = "withheld";

/**
 * Ruling P4. Groups of fewer people than `smallest` are small; where one group alone is hidden, or all that are hidden come to fewer than `smallest` people, the
 * smallest shown beside them is withheld as well: the total less what is shown tells of no small group. Among the groups of each column and, over several
 * periods, among the columns of each group (the last is their union). Nobody at all gives no one away beside others.
 * @param people one row per group, one count per column
 */
export function whatIsSeen(people: readonly (readonly number[])[], smallest: number): Seen[][] {
  const seen = people.map((row) => row.map((count): Seen => (count < smallest ? "small" : "shown")));
  const periods = Math.max(0, (people[0]?.length ?? 1) - 1);
  const lines = [
    ...(people[0] ?? []).map((_, column) => people.map((_, row) => [row, column] as const)),
    ...people.map((_, row) => Array.from({ length: periods }, (_, column) => [row, column] as const)),
  ].filter((line) => line.length > 1);
  for (let hides = true; hides; ) {
    hides = lines.map((line) => withholdOne(line, people, seen, smallest)).some(Boolean);
  }
  return seen;
}

function withholdOne(
  line: readonly (readonly [number, number])[],
  people: readonly (readonly number[])[],
  seen: Seen[][],
  smallest: number,
): boolean {
  const cells = line.map(([row, column]) => ({
    row,
    column,
    count: people[row]?.[column] ?? 0,
    seen: seen[row]?.[column],
  }));
  const hidden = cells.filter((cell) => cell.seen !== "shown" && cell.count > 0);
  const [next] = cells.filter((cell) => cell.seen === "shown").sort((a, b) => a.count - b.count);
  if (
    next === undefined ||
    !tells(
      hidden.map(({ count }) => count),
      smallest,
    )
  )
    return false;
  (seen[next.row] ?? [])[next.column] = "withheld";
  return true;
}

/** Whether what is hidden can be worked out to be of too few: one group alone, or several that are small even together. */
const tells = (hidden: readonly number[], smallest: number): boolean =>
  hidden.length === 1 || (hidden.length > 1 && hidden.reduce((sum, count) => sum + count, 0) < smallest);

/** "<5", and where something else than people is counted "<5 presenters". */
const small = ({ smallestDemographicGroup }: Pick<Organization, "smallestDemographicGroup">, metric: Metric): string =>
  metric.people === undefined ? `<${smallestDemographicGroup}` : `<${smallestDemographicGroup} presenters`;

/** Metric id → how many people stand behind each figure of a row. */
export type PeopleOf = (row: FigureRow, metric: Metric) => readonly number[];

interface Shown {
  readonly rows: readonly FigureRow[];
  readonly total: FigureRow;
  /** Some group was too small. */
  readonly hasSmallGroups: boolean;
}

/** The figures as everybody may see them: what is said of people's colour only of groups that are large enough. */
export function withoutSmallGroups(
  given: Omit<Shown, "hasSmallGroups">,
  metrics: readonly Metric[],
  organization: Pick<Organization, "smallestDemographicGroup">,
  peopleOf: PeopleOf,
  givenAway: ReadonlyMap<string, readonly boolean[]> = new Map(),
): Shown {
  let shown: Shown = { ...given, hasSmallGroups: false };
  for (const metric of metrics) {
    if (metric.demographic === undefined) continue;
    const { smallestDemographicGroup: smallest } = organization;
    const words: Readonly<Record<Exclude<Seen, "shown">, string>> = {
      small: small(organization, metric),
      withheld: WITHHELD,
    };
    const said = (row: FigureRow, seen: readonly Seen[] = []): FigureRow => {
      const figures = (row.figures[metric.id] ?? []).map((figure, column): Figure => {
        const own = seen[column] ?? "small";
        const verdict = own === "shown" && givenAway.get(metric.id)?.[column] ? "withheld" : own;
        return verdict === "shown" ? figure : words[verdict];
      });
      return { ...row, figures: { ...row.figures, [metric.id]: figures }, notes: { ...row.notes, [metric.id]: {} } };
    };
    const ofRows = whatIsSeen(
      given.rows.map((row) => peopleOf(row, metric)),
      smallest,
    );
    const [ofTotal = []] = whatIsSeen([peopleOf(given.total, metric)], smallest);
    shown = {
      rows: shown.rows.map((row, place) => said(row, ofRows[place])),
      total: said(shown.total, ofTotal),
      hasSmallGroups: shown.hasSmallGroups || [...ofRows.flat(), ...ofTotal].some((seen) => seen !== "shown"),
    };
  }
  return shown;
}
