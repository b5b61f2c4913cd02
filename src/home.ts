import type { KnownBlock } from "@slack/web-api";
import type { Access } from "./command/index.js";
import { localDay, schoolYear, schoolYearOf } from "./domain/index.js";
import { type Circumstances, computeMetrics, metricOf, provenanceOf } from "./metrics/index.js";
import type { Pool } from "./pool/index.js";
import { metricFact, renderBlocks, reply } from "./reply/index.js";
import type { Organization } from "./runtime/index.js";

const FIGURES = ["M20", "X61", "X62", "M10"].map(metricOf);

/** The App Home: where this school year stands, and the first things to ask. Nobody without a role sees a figure. */
export async function homeBlocks(
  pool: Pool,
  organization: Organization,
  access: Access,
  circumstances: Circumstances,
): Promise<readonly KnownBlock[]> {
  if (access.role === "none" || access.role === "district") {
    const text =
      access.role === "none"
        ? "You have no role here yet. An administrator can give you one."
        : "Type /polaris help to see what you can ask about your districts.";
    return [
      {
        type: "section",
        text: { type: "plain_text", text: `Polaris answers questions about ${organization.name}. ${text}` },
      },
    ];
  }
  const today = localDay(circumstances.now, organization.timeZone);
  const calendar = { today, schoolYearStartMonth: organization.schoolYearStartMonth };
  const year = schoolYear(schoolYearOf(today, organization.schoolYearStartMonth), calendar);
  const { total, counts } = await computeMetrics(pool, organization, {
    metrics: FIGURES.map(({ id }) => id),
    periods: [year],
    today,
  });
  const facts = FIGURES.map(({ id, name, type }) => metricFact(id, name, total.figures[id]?.[0] ?? null, type, "open"));
  const run = { does: "run", sensitivity: "open" } as const;
  const form = { does: "form", sensitivity: "open" } as const;
  const home = reply({
    title: "Polaris",
    text: `${organization.name} this school year so far.`,
    sensitivity: "open",
    facts,
    actions: [
      { label: "Find volunteers", line: "volunteers", ...form, style: "primary" },
      { label: "Company report", line: "report org", ...form },
      { label: "Status", line: "status", ...run },
      { label: "Help", line: "help", ...run },
    ],
    provenance: await provenanceOf(pool, organization, { period: year, filters: {}, counts, ...circumstances }),
  });
  return renderBlocks(home, { timeZone: organization.timeZone }).blocks as readonly KnownBlock[];
}
