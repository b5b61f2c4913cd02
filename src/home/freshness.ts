import { freshnessOf } from "../metrics/index.js";
import { counted, showInstant } from "../reply/index.js";
import { DATASETS } from "../sources/index.js";
import { words } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

const HOUR = 3_600_000;

/** When every source last came in whole, and whether that is too long ago. */
export async function freshnessSection({ pool, organization, now }: HomeParts): Promise<Section> {
  const lines = Object.entries(await freshnessOf(pool)).map(([source, at]) => {
    if (at === null) return `○ ${nameOf(source)}: never read in whole`;
    const hours = Math.floor((Date.parse(now) - Date.parse(at)) / HOUR);
    const longest = organization.alerts.missingAfterHours[source];
    const isOld = longest !== undefined && hours > longest;
    const age =
      hours < 1
        ? "within the hour"
        : hours < 48
          ? `${counted(hours, "hour")} ago`
          : `${counted(Math.floor(hours / 24), "day")} ago`;
    return `${isOld ? "‼" : "✓"} ${nameOf(source)}: ${isOld ? "too old, " : ""}${showInstant(at, organization.timeZone)}, ${age}`;
  });
  return { heading: "How fresh the data is", blocks: [words(lines.join("\n"))] };
}

/** A source as staff know it. */
const nameOf = (source: string): string =>
  source === "salesforce" ? "Salesforce" : (DATASETS.find(({ name }) => name === source)?.label ?? source);
