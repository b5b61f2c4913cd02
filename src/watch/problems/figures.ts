import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { objectLabel } from "../../sources/index.js";
import { flagName } from "../flags/names.js";
import type { Problem } from "../model.js";
import { measureQuality, type QualityFigure } from "../quality/figures.js";
import { baselineOf } from "../quality/history.js";
import type { Check } from "./check.js";

/** What of the figures is told when it grows beyond what the first run found. */
const TOLD = /^(flags|quarantine|tickets)\./;

/** Flags, rows set aside and open questions beyond the baseline: the first run is where counting starts, so that the first night is no storm. */
export const figureProblems: Check = {
  name: "figures",
  async find(reader: Reader, organization: Organization, now: string): Promise<Problem[]> {
    const baseline = await baselineOf(reader, "quality");
    if (baseline.size === 0) return [];
    const figures = await measureQuality(reader, organization, now);
    return figures.flatMap((figure) => problemOf(figure, baseline.get(figure.metric) ?? 0));
  },
};

function problemOf({ metric, value, details }: QualityFigure, before: number): Problem[] {
  if (!TOLD.test(metric) || value <= before || details.severity === "notice") return [];
  const [family = "", ...rest] = metric.split(".");
  const kind = rest.join(".");
  const what = called(family, kind);
  const added = value - before;
  const { title, text } = WORDS[family] ?? { title: (n: number) => `${metric}: ${n} more`, text: "" };
  return [
    {
      check: "figures",
      object: metric,
      field: null,
      class: "grown",
      title: title(added, what),
      text: `${text} ${value} in all; ${before} when counting began.`,
      severity: "warning",
      count: added,
      details: { ...details, value, baseline: before },
    },
  ];
}

function called(family: string, kind: string): string {
  if (family === "flags") return flagName(kind);
  return family === "quarantine" ? objectLabel(kind) : kind.replaceAll("_", " ");
}

const WORDS: Readonly<Record<string, { readonly title: (n: number, what: string) => string; readonly text: string }>> =
  {
    flags: {
      title: (n, what) => `${n} more flagged: ${what}`,
      text: '"quality flags" lists them, with what to do.',
    },
    quarantine: {
      title: (n, what) => `${n} more rows set aside: ${what}`,
      text: '"quarantine" lists them, with the reason.',
    },
    tickets: {
      title: (n, what) => `${n} more open questions: ${what}`,
      text: '"tickets" lists them.',
    },
  };
