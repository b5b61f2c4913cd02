import type { KnownBlock } from "@slack/web-api";
import { listLinks, type QuickLink } from "../links/index.js";
import { type Action, cleanLine, reply } from "../reply/index.js";
import { shown, words } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

const MOST = 12;

/** The links that the reader's role may see, by topic. */
export async function linksSection({ pool, organization, access }: HomeParts): Promise<Section> {
  const links = await listLinks(pool, access.role);
  const mayAdd = access.role === "admin" || access.role === "staff";
  const actions: Action[] = [
    ...(links.length > MOST ? [{ label: "All links", line: "links", does: "run", sensitivity: "open" } as const] : []),
    ...(mayAdd ? [{ label: "Add a link", line: "link", does: "form", sensitivity: "open" } as const] : []),
  ];
  const buttons = shown(reply({ title: ".", text: ".", sensitivity: "open", actions }), organization.timeZone).filter(
    ({ type }) => type === "actions",
  );
  const none = mayAdd ? "None is kept yet. Add the first one below." : "None is kept yet. Staff can add some.";
  return {
    heading: "Quick links",
    blocks: [...(links.length === 0 ? [words(none)] : listed(links.slice(0, MOST))), ...buttons],
  };
}

/** One block for each topic: rich text, in which Slack reads nothing as mark-up. */
function listed(links: readonly QuickLink[]): KnownBlock[] {
  const topics = [...new Set(links.map(({ topic }) => topic.toLowerCase()))];
  return topics.map((topic): KnownBlock => {
    const own = links.filter((each) => each.topic.toLowerCase() === topic);
    const elements = [
      { type: "text" as const, text: cleanLine(own[0]?.topic ?? topic), style: { bold: true } },
      ...own.flatMap(({ url, title, about }) => [
        { type: "text" as const, text: "\n" },
        { type: "link" as const, url, text: cleanLine(title) },
        { type: "text" as const, text: `: ${cleanLine(about)}` },
      ]),
    ];
    return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
  });
}
