import { createHash } from "node:crypto";
import { type Feed, feedTitle, type PublishedSession } from "../../events/index.js";
import { showDay } from "../../reply/index.js";
import { Html, html } from "./pages-html.js";

const STYLE = `:root{color-scheme:light dark}
body{margin:0;font:1rem/1.5 system-ui,sans-serif}
main{max-width:48rem;margin:0 auto;padding:1rem}
h1{font-size:1.3rem;line-height:1.25;margin:0 0 1rem}
ul{list-style:none;margin:0;padding:0}
li{padding:.75rem 0;border-top:1px solid #767676}
h2{font-size:1.05rem;margin:0;overflow-wrap:anywhere}
p{margin:.15rem 0}
:focus-visible{outline:3px solid;outline-offset:2px}`;

/** What the policy of the page allows of style: this one sheet, by its digest, and no script at all. */
export const FEED_STYLE_DIGEST = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;

/** The feed as a page that a district puts into its own: it reads well without its style too. */
export function feedHtml(feed: Feed): string {
  const title = feedTitle(feed);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Html(STYLE)}</style></head>
<body><main><h1>${title}</h1>
${feed.sessions.length === 0 ? html`<p>No session is published at the moment.</p>` : html`<ul>${feed.sessions.map(item)}</ul>`}
<p><small>Times are those of ${feed.timeZone}.</small></p></main></body></html>
`.text;
}

function item({ title, status, date, time, grades, careerCluster, link, startsAt }: PublishedSession): Html {
  const isOff = status === "cancelled";
  const about = [...(grades === null ? [] : [grades]), ...(careerCluster === null ? [] : [careerCluster])].join(" · ");
  return html`<li><h2>${isOff ? "Cancelled: " : ""}${title}</h2>
<p><time datetime="${startsAt}">${showDay(date)}, ${time}</time></p>
${about === "" ? null : html`<p>${about}</p>`}
${link === null || isOff ? null : html`<p><a href="${link}" target="_blank" rel="noopener noreferrer">Register for ${title}</a></p>`}</li>
`;
}
