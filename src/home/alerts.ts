import { type Action, counted, reply } from "../reply/index.js";
import { listAlerts } from "../watch/index.js";
import { shown, words } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

const MOST = 5;
const WORDS = { info: "for your information", warning: "warning", critical: "critical" } as const;

/** For administrators: what is wrong now, the gravest first. */
export async function alertsSection({ pool, organization }: HomeParts): Promise<Section> {
  const open = await listAlerts(pool, { check: null, resolved: false });
  if (open.length === 0)
    return { heading: "Open alerts", blocks: [words("✓ Nothing is wrong that Polaris knows of.")] };
  const lines = open
    .slice(0, MOST)
    .map(({ id, title, severity, state }) => `‼ ${id}, ${WORDS[severity]}: ${title} (${state})`);
  const text = [`${counted(open.length, "alert")} open.`, ...lines].join("\n");
  const actions = open
    .slice(0, MOST)
    .map(({ id }): Action => ({ label: `Open ${id}`, line: `alerts ${id}`, does: "run", sensitivity: "open" }));
  return {
    heading: "Open alerts",
    blocks: shown(reply({ title: text, text, sensitivity: "open", actions }), organization.timeZone),
  };
}
