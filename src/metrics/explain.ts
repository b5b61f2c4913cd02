import type { Period } from "../domain/index.js";
import type { Organization } from "../runtime/index.js";
import { compile } from "./compile.js";
import { dimensionsOffered, questionOf } from "./compute.js";
import { DIMENSION } from "./dimensions.js";
import type { DimensionId, Filters, Metric } from "./model.js";
import { metricOf } from "./registry.js";
import { RULINGS, type RulingId } from "./rulings.js";

/** One statement as it is run, with $1 … where a parameter stands. */
export interface ExplainedStatement {
  /** Id and name of the metric that it answers. */
  readonly of: string;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface Explanation {
  readonly metric: Metric;
  readonly rulings: readonly ExplainedRuling[];
  readonly exceptions: readonly ExplainedRuling[];
  /** Labels of the dimensions that commands offer. */
  readonly dimensions: readonly string[];
  /** One; of a quotient two, above and below the line. */
  readonly statements: readonly ExplainedStatement[];
}

export interface ExplainedRuling {
  readonly id: string;
  readonly text: string;
}

const SAYINGS: Partial<Record<RulingId, string>> = {
  one: "Small print",
  name: "Small print",
  before: "Small print",
};

/** Rulings by what they are called, each with its sentence. */
export const rulingsSaid = (ids: readonly RulingId[]): ExplainedRuling[] =>
  ids.map((id) => ({ id: SAYINGS[id] ?? id, text: RULINGS[id] }));

/** How a metric is defined and computed: definition, rulings, exceptions and the SQL of this very question. */
export function explain(
  organization: Organization,
  asked: {
    readonly metric: string;
    readonly period: Period;
    readonly filters?: Filters;
    readonly by?: DimensionId;
    readonly today: string;
  },
): Explanation {
  const metric = metricOf(asked.metric);
  const ids = metric.ratio ? [metric.ratio.of, metric.ratio.to] : [metric.id];
  return {
    metric,
    rulings: rulingsSaid(metric.rulings),
    exceptions: rulingsSaid(metric.exceptions),
    dimensions: dimensionsOffered(metric).map((id) => DIMENSION[id].label),
    statements: ids.map((id) => {
      const question = questionOf({ ...asked, metrics: [id], periods: [asked.period] });
      const [statement] = compile(question, { organization, today: asked.today });
      return {
        of: `${id} ${metricOf(id).name}`,
        sql: statement?.sql.text ?? "",
        parameters: statement?.sql.values ?? [],
      };
    }),
  };
}
