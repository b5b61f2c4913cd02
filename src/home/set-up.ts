import sql from "sql-template-tag";
import { freshnessOf } from "../metrics/index.js";
import { counted } from "../reply/index.js";
import { words } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

/** One thing that has to be done once, whether it is, and what to do. */
interface Step {
  readonly what: string;
  readonly isDone: boolean;
  /** What there is, or what is to be done. */
  readonly text: string;
}

/** For administrators: what is still to be set up. Each tick is looked up anew. */
export async function setUpSection(parts: HomeParts): Promise<Section> {
  const steps = await stepsOf(parts);
  const done = steps.filter(({ isDone }) => isDone).length;
  const lines = steps.map(({ what, isDone, text }) => `${isDone ? "✓" : "○"} ${what}: ${text}`);
  const lead = done === steps.length ? "✓ Everything is set up." : `${done} of ${counted(steps.length, "step")} done.`;
  return { heading: "Setting up", blocks: [words([lead, ...lines].join("\n"))] };
}

async function stepsOf({ pool, organization }: HomeParts): Promise<Step[]> {
  const { slack } = organization;
  const roles = await pool.query<{ role: string; people: number }>(
    sql`SELECT role, CAST(COUNT(*) AS INTEGER) AS people FROM role_assignment WHERE role <> 'none' GROUP BY role`,
  );
  const assigned = roles.reduce((sum, { people }) => sum + people, 0);
  const groups = Object.values(slack.roleGroups);
  const admins = slack.admins.length + (roles.find(({ role }) => role === "admin")?.people ?? 0);
  const hasAdmin = admins > 0 || groups.includes("admin");
  const freshness = await freshnessOf(pool);
  const others = Object.entries(freshness).filter(([source, at]) => source !== "salesforce" && at !== null).length;
  const missing = (["connectorChannel", "managersChannel", "alertsChannel"] as const).filter(
    (key) => slack[key] === undefined,
  );
  const [digests] = await pool.query<{ count: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM subscription WHERE ended_at IS NULL`,
  );
  const step = (what: string, isDone: boolean, there: string, toDo: string): Step => ({
    what,
    isDone,
    text: isDone ? there : toDo,
  });
  return [
    step(
      "Administrators",
      hasAdmin,
      admins > 0 ? `${admins} named` : "by their user group",
      "name yourself in slack.admins of organization.yml",
    ),
    step(
      "Salesforce",
      freshness.salesforce != null,
      "connected and read in whole",
      "connect it as docs/connect.md says, then press Status and Sync now",
    ),
    step(
      "Other sources",
      others > 0,
      `${counted(others, "source")} read besides`,
      "import a Pathful report with “import”, or connect a sheet with “sheets connect”",
    ),
    step(
      "Channels",
      missing.length === 0,
      "for events, managers and alerts",
      `set ${missing.map((key) => `slack.${key}`).join(", ")} in organization.yml`,
    ),
    step(
      "Roles",
      groups.length > 0 || assigned > 0,
      [
        groups.length > 0 ? counted(groups.length, "user group") : "",
        assigned > 0 ? `${counted(assigned, "person", "people")} by name` : "",
      ]
        .filter((each) => each !== "")
        .join(", "),
      "name user groups in slack.roleGroups, or give roles one by one with “roles set”",
    ),
    step(
      "A digest",
      (digests?.count ?? 0) > 0,
      `${digests?.count ?? 0} set up`,
      "have a list or report come by itself with “subscribe”",
    ),
  ];
}
