import type { Period } from "../domain/index.js";
import type { Organization } from "../runtime/index.js";
import { compile } from "./compile.js";
import { questionOf } from "./compute.js";
import { DIMENSION } from "./dimensions.js";
import type { DimensionId, Filters, Metric } from "./model.js";
import { RULINGS, type RulingId } from "./rulings.js";

export interface Explanation {
  readonly metric: Metric;
  readonly rulings: readonly { readonly id: string; readonly text: string }[];
  readonly exceptions: readonly { readonly id: string; readonly text: string }[];
  /** Labels of the dimensions that commands offer. */
  readonly dimensions: readonly string[];
  /** The statement as it is run, with $1 … where a parameter stands. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

const SAYINGS: Partial<Record<RulingId, string>> = { one: "Small print", name: "Small print" };
const said = (ids: readonly RulingId[]) => ids.map((id) => ({ id: SAYINGS[id] ?? id, text: RULINGS[id] }));

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
  const question = questionOf({ ...asked, metrics: [asked.metric], periods: [asked.period] });
  const metric = question.metrics[0] as Metric;
  const [statement] = compile(question, { organization, today: asked.today });
  return {
    metric,
    rulings: said(metric.rulings),
    exceptions: said(metric.exceptions),
    dimensions: metric.dimensions.filter((id) => DIMENSION[id].offered).map((id) => DIMENSION[id].label),
    sql: statement?.sql.text ?? "",
    parameters: statement?.sql.values ?? [],
  };
}
