import type { KnownBlock } from "@slack/web-api";
import { localDay } from "../domain/index.js";
import { alertsSection } from "./alerts.js";
import { laidOut, words } from "./blocks.js";
import { digestsSection } from "./digests.js";
import { myEventsSection, unownedSection } from "./events.js";
import { freshnessSection } from "./freshness.js";
import { linksSection } from "./links.js";
import type { HomeParts, Section } from "./model.js";
import { setUpSection } from "./set-up.js";
import { tasksSection } from "./tasks.js";
import { yearSection } from "./year.js";

/** What coordinators and staff find, and what administrators find besides; in this order. */
const FOR_ALL = [
  myEventsSection,
  tasksSection,
  unownedSection,
  yearSection,
  freshnessSection,
  digestsSection,
  linksSection,
];
const FOR_ADMINS = [setUpSection, alertsSection];

/** The App Home: what waits for this person, and where this school year stands. Nobody without a role sees a figure. */
export async function homeBlocks(asked: Omit<HomeParts, "today">): Promise<readonly KnownBlock[]> {
  const { organization, access, now } = asked;
  if (access.role === "none" || access.role === "district") {
    const text =
      access.role === "none"
        ? "You have no role here yet. An administrator can give you one."
        : "Type /polaris help to see what you can ask about your districts.";
    return [words(`Polaris answers questions about ${organization.name}. ${text}`)];
  }
  const parts: HomeParts = { ...asked, today: localDay(now, organization.timeZone) };
  const wanted = access.role === "admin" ? [...FOR_ALL, ...FOR_ADMINS] : FOR_ALL;
  const sections: Section[] = [];
  for (const section of wanted) {
    const made = await section(parts);
    if (made !== null) sections.push(made);
  }
  return laidOut(sections);
}
