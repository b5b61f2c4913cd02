import type { CommandContext, Sayers } from "../src/command/index.js";
import { type Period, recordUrl, schoolYearLabel } from "../src/domain/index.js";
import type { SessionOutcome } from "../src/metrics/index.js";
import type { RosterBasis, RosterRow, TeacherCard } from "../src/people/index.js";
import { column, counted, type Table, table } from "../src/reply/index.js";

const OUTCOMES: Readonly<Record<SessionOutcome, string>> = {
  attended: "✓ attended",
  upcoming: "○ registered, still to come",
  unresolved: "? needs review: nobody said who came",
  no_show: "✗ no-show",
  called_off: "– called off",
  cancelled: "– session cancelled",
};

/** The sessions of a period, each with what it came to and whether a person said so. */
export function sessionsTable({ sessions, words }: TeacherCard, period: Period): Table {
  const said = new Map(
    words
      .filter(({ takenBackAt }) => takenBackAt === null)
      .reverse()
      .map((word) => [`${word.eventSource} ${word.eventSourceId}`, word]),
  );
  return table({
    key: "sessions",
    title: `Sessions, ${period.label}`,
    columns: [
      column("date", "Date", "date", "name"),
      column("time", "Time", "text", "name"),
      column("session", "Session", "text", "name"),
      column("outcome", "Outcome", "text", "name"),
      column("put_right", "Put right", "text", "name"),
      column("id", "Id", "text", "name"),
    ],
    rows: sessions.map((each) => {
      const word = said.get(`${each.source} ${each.sourceId}`);
      const why =
        word === undefined ? null : `${word.says === "add" ? "was there" : "was not there"}: ${word.reason ?? ""}`;
      return [each.date, each.time, each.title, OUTCOMES[each.outcome], why, each.sourceId];
    }),
    empty: `No virtual session in ${period.label}: neither signed up nor attended.`,
  });
}

const BASES: Readonly<Record<RosterBasis, string>> = {
  decision: "by a person's decision",
  email: "by e-mail address",
  pathful: "by the Pathful user of this address",
  name: "by the exact name, the only one in the district",
};

const inactive = ({ inactiveSince, inactiveWhy }: RosterRow): string =>
  `off the roster${inactiveSince === null ? "" : ` since ${inactiveSince.slice(0, 10)}`}: ${
    inactiveWhy === "import_diff" ? "the latest roster does not have them" : (inactiveWhy ?? "no reason given")
  }`;

/** Rows of rosters with target and progress, on what basis each is theirs, and those that may be. */
export function rosterTable({ roster, progress }: TeacherCard): Table {
  const cells = (row: RosterRow, basis: string) => {
    const own = progress.get(row.entry);
    return [
      schoolYearLabel(row.schoolYear),
      row.name,
      row.email,
      row.school,
      row.district,
      row.target,
      own?.attended ?? null,
      row.isActive ? (own?.statusWords ?? null) : inactive(row),
      basis,
    ];
  };
  return table({
    key: "roster",
    title: "Rosters",
    columns: [
      column("year", "School year", "text", "name"),
      column("listed", "As listed", "text", "name"),
      column("email", "E-mail", "text", "contact"),
      column("school", "School", "text", "name"),
      column("district", "District", "text", "name"),
      column("target", "Target", "integer", "name"),
      column("attended", "Attended", "integer", "name"),
      column("status", "Progress", "text", "name"),
      column("linked", "Linked", "text", "name"),
    ],
    rows: [
      ...roster.own.map((row) => cells(row, row.basis === null ? "by what is not known" : BASES[row.basis])),
      ...roster.candidates.map((row) => cells(row, "not linked: same name or address")),
    ],
    empty: "On no roster, and no unlinked row has this name or address.",
  });
}

/** How the teacher and the rosters of a school year fit together, in one sentence. */
export function rosterWords({ roster }: TeacherCard, year: number): string {
  const label = schoolYearLabel(year);
  const own = roster.own.filter(({ schoolYear }) => schoolYear === year);
  const [only, ...others] = own;
  const maybe =
    roster.candidates.length === 0
      ? ""
      : ` ${counted(roster.candidates.length, "unlinked row")} of ${label} ${roster.candidates.length === 1 ? "has" : "have"} this name or address: a person decides which is theirs.`;
  if (only === undefined) return `On no roster of ${label}.${maybe}`;
  const linked = only.basis === null ? "by what is not known" : BASES[only.basis];
  const more = others.length === 0 ? "" : ` ${counted(own.length, "row")} of ${label} are linked to them.`;
  return `On the roster of ${label} (${only.school}), linked ${linked}.${more}${maybe}`;
}

/** What people said of the teacher's attendance, taken back or not. */
export const wordsTable = ({ words }: TeacherCard, whose: Sayers): Table =>
  table({
    key: "overrides",
    title: "Attendance put right by people",
    columns: [
      column("decision", "No.", "integer", "name"),
      column("date", "Session on", "date", "name"),
      column("session", "Session", "text", "name"),
      column("says", "Says", "text", "name"),
      column("reason", "Reason", "text", "name"),
      column("by", "By", "text", "name"),
      column("at", "When", "instant", "name"),
      column("state", "State", "text", "name"),
    ],
    rows: words.map((word) => [
      word.decision,
      word.date,
      word.title,
      word.says === "add" ? "was there" : "was not there",
      word.reason,
      whose(word.by),
      word.at,
      word.takenBackAt === null ? "stands" : `taken back ${word.takenBackAt.slice(0, 10)}`,
    ]),
    empty: "Nobody put their attendance right.",
  });

/** The records of the person, with a link where the source has one. */
export const recordsTable = ({ records }: TeacherCard, { organization }: Pick<CommandContext, "organization">): Table =>
  table({
    key: "records",
    title: "Records",
    columns: [
      column("source", "Source", "text", "name"),
      column("id", "Id", "text", "name"),
      column("pathful", "Pathful user", "text", "name"),
      column("link", "Salesforce", "link", "name", { linkLabel: "id" }),
    ],
    rows: records.map(({ source, sourceId, pathfulUserId }) => [
      source,
      sourceId,
      pathfulUserId,
      source === "salesforce" ? recordUrl(organization.salesforce.recordUrl, "Contact", sourceId) : null,
    ]),
    empty: "No record is left.",
  });
