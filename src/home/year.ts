import { schoolYear, schoolYearOf } from "../domain/index.js";
import { computeMetrics, metricOf, provenanceOf } from "../metrics/index.js";
import { metricFact, reply } from "../reply/index.js";
import { shown } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

const FIGURES = ["M20", "X61", "X62", "M10"].map(metricOf);

/** Where this school year stands, and the first things to ask. */
export async function yearSection({ pool, organization, today, now, sample }: HomeParts): Promise<Section> {
  const calendar = { today, schoolYearStartMonth: organization.schoolYearStartMonth };
  const year = schoolYear(schoolYearOf(today, organization.schoolYearStartMonth), calendar);
  const { total, counts } = await computeMetrics(pool, organization, {
    metrics: FIGURES.map(({ id }) => id),
    periods: [year],
    today,
  });
  const run = { does: "run", sensitivity: "open" } as const;
  const form = { does: "form", sensitivity: "open" } as const;
  const figures = reply({
    title: `${organization.name} this school year so far.`,
    text: `${organization.name} this school year so far.`,
    sensitivity: "open",
    facts: FIGURES.map(({ id, name, type }) => metricFact(id, name, total.figures[id]?.[0] ?? null, type, "open")),
    actions: [
      { label: "Find volunteers", line: "volunteers", ...form, style: "primary" },
      { label: "Company report", line: "report org", ...form },
      { label: "Status", line: "status", ...run },
      { label: "Help", line: "help", ...run },
    ],
    provenance: await provenanceOf(pool, organization, { period: year, filters: {}, counts, now, sample }),
  });
  return { heading: "This school year", blocks: shown(figures, organization.timeZone) };
}
