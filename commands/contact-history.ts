import { printDay } from "../src/domain/index.js";
import type { ContactHistory, Contacting } from "../src/people/index.js";
import { column, fact, type Notice, notice, showInstant, type Table, table } from "../src/reply/index.js";

/** What was logged of talking with somebody; the subject may hold anything, so it is for those who may see addresses. */
export function contactsTable(history: ContactHistory, zone: string): Table {
  return table({
    key: "contacts",
    title: history.total > history.latest.length ? `Last contacts (of ${history.total})` : "Last contacts",
    columns: [
      column("date", "Date", "date", "name"),
      column("logged", "Logged in", "text", "name"),
      column("kind", "Kind", "text", "name"),
      column("direction", "Direction", "text", "name"),
      column("subject", "Subject", "text", "contact"),
      column("event", "Event", "text", "name"),
    ],
    rows: history.latest.map((each) => [
      each.date,
      each.from === "salesforce" ? "Salesforce" : `Polaris, by ${each.by}`,
      kindOf(each),
      each.direction,
      each.subject,
      each.event,
    ]),
    empty: nothingLogged(history, zone),
  });
}

/** "call, left message", or "call, to do" of one that nobody has made yet. */
function kindOf({ kind, outcome, isPlanned }: Contacting): string {
  const came = isPlanned ? "to do" : outcome;
  return [kind, came].flatMap((each) => each?.replaceAll("_", " ") ?? []).join(", ");
}

/** How far the history was read. */
type Reading = Pick<ContactHistory, "trouble" | "readAt">;

/** "Nothing is logged" is said only of a history that was read (T17). */
export function nothingLogged({ trouble, readAt }: Reading, zone: string): string {
  if (trouble !== null) return couldNotBeRead({ trouble, readAt }, zone);
  return `Nothing is logged. Tasks and e-mails were last read ${readAt === null ? "never" : showInstant(readAt, zone)}.`;
}

function couldNotBeRead({ trouble, readAt }: Reading, zone: string): string {
  return readAt === null
    ? `The history could not be read yet: ${trouble}`
    : `The history could not be read since ${showInstant(readAt, zone)}: ${trouble}`;
}

export const lastContact = ({ lastOn }: ContactHistory) => fact("contacted", "Last contact", lastOn, "date", "name");

/** An e-mail that Salesforce only sums up stands in no row, so that the last contact is later than what is listed. */
export const unloggedNotices = ({ unloggedOn }: ContactHistory): Notice[] =>
  unloggedOn === null
    ? []
    : [
        notice(
          `The last contact is an e-mail of ${printDay(unloggedOn)} by Salesforce's own field; the e-mail itself is not logged.`,
          "info",
          "name",
        ),
      ];

/** Said above the table too, when there are rows in it that may not be the last. */
export const historyNotices = (history: Reading, zone: string): Notice[] =>
  history.trouble === null ? [] : [notice(couldNotBeRead(history, zone), "warning", "open")];
