import { dimensionsOffered } from "./compute.js";
import { METRICS } from "./definitions/index.js";
import { DIMENSION } from "./dimensions.js";
import { isOfTheBible, type Metric } from "./model.js";
import { BIBLE, RULINGS, type RulingId } from "./rulings.js";

const TYPES: Readonly<Record<Metric["type"], string>> = { integer: "whole number", hours: "hours", date: "day" };

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

const nameOf = (id: RulingId): string => (id === "one" || id === "name" ? "small print" : id);

/** docs/metrics.md: every metric from its definition. */
export function metricsDocument(): string {
  const bible = METRICS.filter(isOfTheBible).map(section);
  const own = METRICS.filter((metric) => !isOfTheBible(metric)).map(section);
  const rulings = Object.entries(RULINGS).map(
    ([id, text]) => `- **${id === "one" || id === "name" ? "Small print" : id}** ${text}`,
  );
  return [
    "# Metrics",
    `Every figure follows the ${BIBLE}. This page is written from the definitions by \`npm run docs\`.`,
    "## Of the Metrics Bible",
    ...bible,
    "## Figures of our own",
    "Not in the Metrics Bible, and labelled so wherever they are shown.",
    ...own,
    "## Rulings and exceptions they name",
    rulings.join("\n"),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}
