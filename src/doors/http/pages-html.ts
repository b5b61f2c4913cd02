import { createHash } from "node:crypto";
import {
  LONGEST_REMARK,
  type OwnRemark,
  REMARK_KINDS,
  sessionReference,
  type TeacherPage,
} from "../../people/index.js";
import { showDay, showInstant } from "../../reply/index.js";

/** Text that is markup already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Html | string | number | null | readonly Html[];

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPED[character] ?? "");

function written(piece: Piece): string {
  if (piece === null) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "string" || typeof piece === "number") return escaped(String(piece));
  return piece.map(({ text }) => text).join("");
}

/** Markup with everything put into it escaped, but for other markup. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html =>
  new Html(strings.reduce((text, string, place) => `${text}${written(pieces[place - 1] ?? null)}${string}`));

const STYLE = `:root{color-scheme:light dark;--line:#767676;--soft:#f3f3f6;--strong:#1d4f91;--wrong:#a4161a}
@media(prefers-color-scheme:dark){:root{--line:#8d8d94;--soft:#2b2b31;--strong:#9cc4ff;--wrong:#ff9b9b}}
*{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:42rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
.status{font-size:1.2rem;font-weight:700}
.note{padding:.75rem 1rem;background:var(--soft);border-left:.3rem solid var(--strong)}
.wrong{color:var(--wrong);font-weight:600;margin:.25rem 0}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;vertical-align:top;padding:.5rem .5rem .5rem 0;border-bottom:1px solid var(--line)}
td:nth-child(2){overflow-wrap:anywhere}
td:first-child{white-space:nowrap}
fieldset{border:0;padding:0;margin:1rem 0}
legend{padding:0}
legend,label.field{font-weight:600;display:block;margin:1rem 0 .25rem}
.choice{display:flex;gap:.6rem;padding:.35rem 0}
input[type=radio]{width:1.25rem;height:1.25rem;margin:.15rem 0;flex:none}
select,textarea{width:100%;font:inherit;padding:.5rem;border:1px solid var(--line);border-radius:.25rem}
textarea{min-height:7rem}
button{font:inherit;font-weight:600;padding:.7rem 1.4rem;margin:1rem 0;border:2px solid var(--strong);border-radius:.25rem;background:transparent;color:var(--strong);cursor:pointer}
:focus-visible{outline:3px solid var(--strong);outline-offset:2px}
.small{font-size:.9rem}
.said{white-space:pre-wrap;overflow-wrap:anywhere}`;

/** What the policy allows of style: this one sheet, by its digest, and no script at all. */
export const STYLE_DIGEST = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;

const document = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow"><title>${title}</title><style>${new Html(STYLE)}</style></head>
<body><main>${body}</main></body></html>
`.text;

/** The same for every link that opens nothing (T6). */
export const NEUTRAL_PAGE = document(
  "This page cannot be shown",
  html`<h1>This page cannot be shown</h1><p>The link may have expired, or a part of it may be missing. Please ask whoever gave it to you for a new one.</p>`,
);

export const BUSY_PAGE = document(
  "Please wait a little",
  html`<h1>Please wait a little</h1><p>That was a lot at once. Nothing was lost: go back, wait a few minutes, and try again.</p>`,
);

export const FAILED_PAGE = document(
  "This page cannot be shown right now",
  html`<h1>This page cannot be shown right now</h1><p>Something went wrong on our side, and nothing was kept. Please try again in a few minutes.</p>`,
);

/** What a form came with, to be shown again. */
export interface Written {
  readonly kind: string;
  readonly session: string;
  readonly text: string;
}

export interface Around {
  /** Where the form goes: the page's own path. */
  readonly path: string;
  /** True in the sandbox. */
  readonly sample: boolean;
  /** Just kept. */
  readonly isSent: boolean;
  readonly written: Written;
  /** What is wrong, by field; "form" is the whole of it. */
  readonly problems: Readonly<Partial<Record<keyof Written | "form", string>>>;
}

const OUTCOMES = {
  attended: "Attended",
  upcoming: "Signed up",
  unresolved: "Not confirmed yet",
  no_show: "Marked as not there",
  called_off: "Called off",
  cancelled: "Cancelled",
} as const;

const NOW_WHAT: Readonly<Record<TeacherPage["progress"]["status"], string>> = {
  achieved: "You have reached your goal. Thank you!",
  in_progress: "You are on your way.",
  needs_review: "A session that you signed up for is over, and nobody has said yet whether you were there.",
  not_started: "No session that you attended is recorded yet.",
};

const times = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

/** A teacher's own page. */
export function teacherHtml(page: TeacherPage, around: Around): string {
  const { progress, organization, period, status, timeZone, link } = page;
  const { name, school, attended, target, upcoming, noShows, person } = progress;
  const also = [
    ...(upcoming > 0 ? [`${times(upcoming, "session")} to come`] : []),
    ...(noShows > 0 ? [times(noShows, "no-show")] : []),
  ];
  const has = Object.keys(around.problems).length > 0;
  return document(
    `${has ? "Please check: " : ""}Your sessions with ${organization}`,
    html`
${around.isSent ? html`<p class="note" role="status">Thank you. We have received what you wrote, and somebody will look into it.</p>` : null}
${has ? html`<p class="note wrong" role="alert">${around.problems.form ?? "Nothing was sent yet: please look at what is marked in the form below."}</p>` : null}
<h1>Your sessions with ${organization}</h1>
<p>${name}, ${school.name}<br><span class="small">${period.label}: ${period.dates}</span></p>
<p class="status">${status}: ${attended} of ${times(target, "session")}</p>
<p>${NOW_WHAT[progress.status]}${also.length > 0 ? ` Also: ${also.join(", ")}.` : ""}</p>
${person === null ? html`<p class="note">We could not match you with our records yet, so your sessions are not shown. Tell us below if you have attended one.</p>` : null}
<h2 id="sessions">Sessions</h2>
${sessionsTable(page)}
${page.remarks.length === 0 ? null : html`<h2>What you told us</h2><ul>${page.remarks.map((remark) => said(remark, timeZone))}</ul>`}
<h2 id="wrong">Is something wrong?</h2>
${form(page, around)}
<p class="small">This page shows your own data alone. It was made on ${showInstant(page.asOf, timeZone)}, and its link works until ${showInstant(link.expiresAt, timeZone)}.${around.sample ? " SAMPLE DATA." : null}</p>`,
  );
}

function sessionsTable({ sessions, period }: TeacherPage): Html {
  if (sessions.length === 0) return html`<p>No session is recorded for you in ${period.label}.</p>`;
  const rows = sessions.map(
    ({ date, title, outcome }) =>
      html`<tr><td>${showDay(date)}</td><td>${title}</td><td>${OUTCOMES[outcome]}</td></tr>`,
  );
  return html`<table aria-labelledby="sessions"><thead><tr><th scope="col">Date</th><th scope="col">Session</th><th scope="col">Outcome</th></tr></thead><tbody>${rows}</tbody></table>`;
}

const said = ({ kind, text, at, answeredAt, answer }: OwnRemark, timeZone: string): Html =>
  html`<li><strong>${REMARK_KINDS[kind]}</strong> <span class="small">(${showInstant(at, timeZone)})</span><div class="said">${text}</div>${
    answeredAt === null
      ? html`<p class="small">Not answered yet.</p>`
      : html`<p>Answer: <span class="said">${answer ?? "Looked into and closed."}</span></p>`
  }</li>`;

function form({ sessions }: TeacherPage, { path, written: came, problems }: Around): Html {
  const kinds = Object.entries(REMARK_KINDS).map(
    ([kind, label]) =>
      html`<label class="choice"><input type="radio" name="kind" value="${kind}"${came.kind === kind ? html` checked` : null}> <span>${label}</span></label>`,
  );
  const options = sessions.map((session) => {
    const reference = sessionReference(session);
    return html`<option value="${reference}"${came.session === reference ? html` selected` : null}>${showDay(session.date)}: ${session.title}</option>`;
  });
  const wrong = (field: keyof Written): Html | null =>
    problems[field] === undefined ? null : html`<p class="wrong" id="wrong-${field}">${problems[field]}</p>`;
  const marked = (field: keyof Written): Html | null =>
    problems[field] === undefined ? null : html` aria-invalid="true" aria-describedby="wrong-${field}"`;
  return html`<form method="post" action="${path}" novalidate aria-labelledby="wrong">
<fieldset${marked("kind")}><legend>What is wrong?</legend>${wrong("kind")}${kinds}</fieldset>
<label class="field" for="session">Which session is it about?</label>${wrong("session")}
<select id="session" name="session"${marked("session")}><option value="">None of them, or the page as a whole</option>${options}</select>
<label class="field" for="text">What should we know?</label>${wrong("text")}
<textarea id="text" name="text" maxlength="${LONGEST_REMARK}"${marked("text")}>
${came.text}</textarea>
<p class="small">At most ${LONGEST_REMARK} characters. Please do not write about students.</p>
<button type="submit">Send</button></form>`;
}
