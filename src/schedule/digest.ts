import { localDay } from "../domain/index.js";
import { type Action, notice, type Reply, showInstant } from "../reply/index.js";
import { type Before, type Changes, changesSince, type Figures, figuresOf } from "./changes.js";
import { OF_THE_ORGANIZATION, type Subscription } from "./subscriptions.js";

/** A reply on its way to a place, and what of it is shown there: the whole, its table alone, or a file of it. */
export interface Piece extends Reply {
  readonly shows: "all" | "table" | "file";
  /** Set for a file. */
  readonly as?: "xlsx" | "csv";
  /** The line it answers: its export is made by it, for whoever presses the button. */
  readonly line?: string;
}

/** A digest as it leaves: a message, what follows in its thread, and the figures that the next one is compared with. */
export interface Digest {
  readonly message: Piece;
  readonly thread: readonly Piece[];
  readonly figures: Figures;
  readonly isUnchanged: boolean;
}

export interface DigestParts {
  readonly subscription: Subscription;
  /** The answer to its line, as far as its creator may see it. */
  readonly reply: Reply;
  /** What the line asks for besides: xlsx, csv; null when nothing. */
  readonly as: string | null;
  readonly before: Before | null;
  /** The name of who set it up; null for the organisation itself. */
  readonly creator: string | null;
  readonly dueAt: string;
  readonly late: boolean;
  readonly now: string;
  readonly timeZone: string;
}

const MOST_TABLES_IN_THREAD = 8;

/**
 * A reply as a digest: it opens with what changed since the last one, says whose it is and when the next one comes. Charts and
 * the first table stand in the message, further tables and files in its thread. When nothing changed it is short.
 */
export function digestOf(parts: DigestParts): Digest {
  const { reply, before, now, timeZone, as } = parts;
  const figures = figuresOf(reply);
  const changes = changesSince(before, figures, now, timeZone);
  if (changes.isUnchanged) return { message: shortMessage(parts, changes), thread: [], figures, isUnchanged: true };
  const [first, ...others] = reply.tables;
  const message: Piece = {
    ...reply,
    ...wordsOf(parts, changes),
    shows: "all",
    line: parts.subscription.line,
    tables: first === undefined ? [] : [first],
    // Its own buttons stay; those of the digest come behind them.
    actions: [...reply.actions.slice(0, 2), ...actionsOf(parts)],
    notices: [...noticesOf(parts), ...furtherOf(changes), ...reply.notices],
  };
  const tables = others
    .slice(0, MOST_TABLES_IN_THREAD)
    .map((table): Piece => ({ ...bare(reply), tables: [table], shows: "table" }));
  const files: Piece[] = as === "xlsx" || as === "csv" ? [{ ...reply, shows: "file", as }] : [];
  return { message, thread: [...tables, ...files], figures, isUnchanged: false };
}

function shortMessage(parts: DigestParts, changes: Changes): Piece {
  const { subscription, reply } = parts;
  const again: Action = { label: "Show it all", line: subscription.line, does: "run", sensitivity: reply.sensitivity };
  return {
    ...bare(reply),
    ...wordsOf(parts, changes),
    shows: "all",
    actions: [again, ...actionsOf(parts)],
    notices: noticesOf(parts),
    provenance: reply.provenance,
  };
}

/** The words of the reply behind what changed; where they may not be shown, their open sentence. */
function wordsOf(
  { reply }: DigestParts,
  { text }: Changes,
): Pick<Reply, "title" | "text" | "sensitivity" | "openText"> {
  const { title, sensitivity } = reply;
  return { title, text: `${text}\n${reply.text}`, sensitivity, openText: `${text}\n${reply.openText}` };
}

const bare = ({ title, text, sensitivity, openText, provenance }: Reply): Reply => ({
  kind: "reply",
  title,
  text,
  sensitivity,
  openText,
  facts: [],
  tables: [],
  charts: [],
  actions: [],
  files: [],
  notices: [],
  provenance,
});

const furtherOf = ({ further }: Changes): Reply["notices"] =>
  further.map(({ text, sensitivity }) => notice(text, "info", sensitivity));

function noticesOf({ subscription, creator, dueAt, late, now, timeZone }: DigestParts): Reply["notices"] {
  const { id, said, dueAt: next, createdBy } = subscription;
  const following = next === null ? "It is paused" : `Next: ${showInstant(next, timeZone)}`;
  const due = showInstant(
    dueAt,
    timeZone,
    localDay(dueAt, timeZone) === localDay(now, timeZone) ? "without zone" : "with zone",
  );
  const whose = createdBy === OF_THE_ORGANIZATION ? " It stands in organization.yml." : "";
  return [
    ...(late ? [notice(`This comes late: it was due ${due}.`, "warning")] : []),
    notice(`Digest ${id}, ${said}. ${following}.${whose}`),
    ...(creator === null ? [] : [notice(`Set up by ${creator}.`, "info", "name")]),
  ];
}

const actionsOf = ({ subscription: { id, pausedAt } }: DigestParts): Action[] => [
  ...(pausedAt === null
    ? [{ label: "Pause", line: `subscriptions pause ${id}`, does: "run", sensitivity: "open" } as const]
    : []),
  { label: "Manage", line: `subscriptions ${id}`, does: "run", sensitivity: "open" },
];
