import type { Organization } from "../runtime/index.js";
import type { Asking } from "./asked.js";
import type { Figure, Figures, FilterClause, Metric } from "./model.js";
import { whatIsSeen } from "./small-groups.js";

/** Metric id → of each column, whether the filters would give away a group that is not shown beside its like. */
export type GivenAway = ReadonlyMap<string, readonly boolean[]>;

/**
 * Ruling P4: a filter must not tell what the table by its dimension withholds. A figure held to some of the groups that are hidden there, or to all but some,
 * is their size, once it is taken from the whole.
 */
export async function givenAwayBy(
  asking: Asking,
  metrics: readonly Metric[],
  { smallestDemographicGroup }: Pick<Organization, "smallestDemographicGroup">,
  compute: (asking: Asking) => Promise<Figures>,
): Promise<GivenAway> {
  const given = new Map<string, readonly boolean[]>();
  const { filters = [] } = asking;
  // Several metrics may stand on the same people.
  const answers = new Map<string, Promise<Figures>>();
  const groupsBy = (people: string, clause: FilterClause): Promise<Figures> => {
    const key = `${people} ${filters.indexOf(clause)}`;
    const found =
      answers.get(key) ??
      compute({
        metrics: [people],
        periods: asking.periods,
        filters: filters.filter((each) => each !== clause),
        by: clause.dimension,
        rowsOnly: true,
        smallGroups: "shown",
        today: asking.today,
      });
    answers.set(key, found);
    return found;
  };
  for (const metric of metrics.filter(({ demographic }) => demographic !== undefined)) {
    const people = metric.people ?? metric.id;
    for (const clause of filters.filter((each) => narrows(each, metric))) {
      const found = await groupsBy(people, clause);
      const counts = found.rows.map(({ figures }) => (figures[people] ?? []).map(countOf));
      const seen = whatIsSeen(counts, smallestDemographicGroup);
      const asked = new Set(clause.values.map(({ key }) => key));
      const tells = found.columns.map((_, column) => {
        const hidden = found.rows.filter(
          (_, row) => seen[row]?.[column] !== "shown" && (counts[row]?.[column] ?? 0) > 0,
        );
        const named = hidden.filter(({ key }) => asked.has(key)).length;
        return named > 0 && named < hidden.length;
      });
      given.set(
        metric.id,
        tells.map((each, column) => each || (given.get(metric.id)?.[column] ?? false)),
      );
    }
  }
  return given;
}

const countOf = (figure: Figure): number => (typeof figure === "number" ? figure : 0);

/** Whether the clause asks for less than the metric itself does: one on virtual sessions says nothing of what counts these alone. */
const narrows = ({ dimension, values }: FilterClause, { where }: Metric): boolean =>
  values.length > 0 && !(dimension === "format" && where.some(({ column }) => column === "format"));
