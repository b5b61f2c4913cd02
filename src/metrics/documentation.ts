import { ATTRIBUTIONS, type Attribution } from "./attribution.js";
import { dimensionsOffered } from "./compute.js";
import { METRICS } from "./definitions/index.js";
import { DIMENSION } from "./dimensions.js";
import { rulingsSaid } from "./explain.js";
import { LEAD_DIMENSION_LABEL, LEAD_FIGURES, LEAD_RULINGS, type LeadFigure } from "./leads-figures.js";
import { isOfTheBible, type Metric } from "./model.js";
import { BIBLE, RULINGS, type RulingId } from "./rulings.js";

const TYPES: Readonly<Record<Metric["type"], string>> = {
  integer: "whole number",
  average: "number",
  per_hundred: "percent, from 0 to 100",
  hours: "hours",
  date: "day",
};

function section(metric: Metric): string {
  const cut = dimensionsOffered(metric).map((id) => DIMENSION[id].label.toLowerCase());
  const lines = [
    `### ${metric.id} ${metric.name}`,
    "",
    metric.definition,
    "",
    `- From: ${metric.reference}`,
    `- Gives: ${metric.unit} (${TYPES[metric.type]})${metric.estimate ? ", an estimate" : ""}`,
    `- Counted over: ${metric.grain}s${metric.additive ? "" : "; parts do not add up to the total"}`,
    `- By: ${cut.join(", ")}`,
    `- Rulings: ${[...metric.rulings, ...metric.exceptions].map(nameOf).join(", ") || "none"}`,
    ...metric.notes.map((note) => `- Said beside it: ${note.label}`),
    `- Found by: ${metric.also.join(", ")}`,
  ];
  return lines.join("\n");
}

const nameOf = (id: RulingId): string => rulingsSaid([id])[0]?.id ?? id;

const attribution = ({ id, name, definition, reference, rulings, also }: Attribution): string =>
  [
    `### ${id} ${name}`,
    "",
    definition,
    "",
    `- From: ${reference}`,
    "- Gives: no figure; a rule for all of them",
    `- Rulings: ${rulings.map(nameOf).join(", ")}`,
    `- Found by: ${also.join(", ")}`,
  ].join("\n");

const ofLeads = ({
  id,
  name,
  definition,
  reference,
  unit,
  type,
  dimensions,
  rulings,
  also,
  additive,
}: LeadFigure): string =>
  [
    `### ${id} ${name}`,
    "",
    definition,
    "",
    `- From: ${reference}`,
    `- Gives: ${unit} (${TYPES[type]})${additive ? "" : "; parts do not add up to the total"}`,
    `- By: ${dimensions.map((dimension) => LEAD_DIMENSION_LABEL[dimension].toLowerCase()).join(", ")}`,
    `- Rulings: ${rulings.join(", ")}`,
    `- Found by: ${also.join(", ")}`,
  ].join("\n");

/** docs/metrics.md: every metric from its definition. */
export function metricsDocument(): string {
  const bible = METRICS.filter(isOfTheBible).map(section);
  const own = METRICS.filter((metric) => !isOfTheBible(metric)).map(section);
  const rulings = Object.entries(RULINGS).map(([id, text]) => `- **${nameOf(id as RulingId)}** ${text}`);
  const leadRulings = Object.entries(LEAD_RULINGS).map(([id, text]) => `- **${id}** ${text}`);
  return [
    "# Metrics",
    `Every figure follows the ${BIBLE}. This page is written from the definitions by \`npm run docs\`.`,
    "## Of the Metrics Bible",
    ...bible,
    ...ATTRIBUTIONS.map(attribution),
    "## Figures of our own",
    "Not in the Metrics Bible, and labelled so wherever they are shown.",
    ...own,
    "## Figures of prospective leads",
    "Not in the Metrics Bible either. Leads are no events, so these have dimensions and filters of their own (`source:`, `state:`), and `report leads` shows them together.",
    ...LEAD_FIGURES.map(ofLeads),
    "## Rulings and exceptions they name",
    [...rulings, ...leadRulings].join("\n"),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}
