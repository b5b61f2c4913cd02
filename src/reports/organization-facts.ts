import { type FigureRow, metricOf } from "../metrics/index.js";
import { type Cell, type Fact, metricFact, type Notice, notice, showDay, showInteger } from "../reply/index.js";
import type { CompanyFigures } from "./organization-figures.js";
import { inPeriod, listed, many, unitOf } from "./words.js";

const value = (row: FigureRow, id: string): Cell => row.figures[id]?.at(-1) ?? null;
export const count = (row: FigureRow, id: string): number => Number(value(row, id) ?? 0);
const noted = (row: FigureRow, id: string, note: string): number => row.notes[id]?.[note] ?? 0;

/** The answer in one sentence. */
export function companySentence({ company, period, whole, lastActive }: CompanyFigures): string {
  const { total } = whole;
  const when = inPeriod(period);
  if (count(total, "X60") === 0 && count(total, "M20") === 0) {
    const last =
      lastActive === null
        ? "Nobody of theirs is recorded at any session."
        : `They were last active on ${showDay(lastActive)}.`;
    return `No session was held with ${company.name} ${when}. ${last}`;
  }
  const formats = [
    ["X62", "in person"],
    ["X61", "virtual"],
  ] as const;
  const apart = formats
    .filter(([id]) => count(total, id) > 0)
    .map(([id, words]) => `${showInteger(count(total, id))} ${words}`);
  const sessions = `${many(count(total, "X60"), "session")}${apart.length > 0 ? ` (${apart.join(", ")})` : ""}`;
  const hours = Math.round(count(total, "M30") * 10) / 10;
  const gave = `${many(count(total, "M20"), "volunteer")} gave ${many(hours, "hour")} at ${sessions}`;
  const about = noted(total, "X13", "estimated") > 0 ? "about " : "";
  const reached =
    count(total, "X13") > 0 ? ` and reached ${about}${many(count(total, "X13"), "student")} in person` : "";
  return `${company.name}: ${gave}${reached}, ${when}.`;
}

/** The figures of the whole period, in person and virtual apart, cancelled and missed apart; what they rest on stands in the notices. */
export function companyFacts(found: CompanyFigures): Fact[] {
  const { total } = found.whole;
  const fact = (id: string, label: string, note: string | null = null): Fact =>
    metricFact(id, label, value(total, id), metricOf(id).type, "open", {
      ...unitOf(metricOf(id)),
      ...(note === null ? {} : { note }),
    });
  return [
    fact("X62", "Sessions held in person"),
    fact("X61", "Sessions held virtually"),
    fact("X60", "Sessions held"),
    fact("M20", "Volunteers"),
    fact("M30", "Volunteer hours"),
    fact("X13", "Students reached in person", noted(total, "X13", "estimated") > 0 ? "estimate" : null),
    virtualReach(total),
    fact("X12", "Interactions with students"),
    fact("M63", "Cancelled events"),
    fact("X23", "No-shows"),
    fact("X24", "Volunteer cancellations"),
    metricFact("X27", "Last active", found.lastActive, "date", "open"),
  ];
}

/** Where sessions were virtual and no teacher is confirmed, the reach is not known, which is not 0 (ruling A4). */
const isVirtualReachKnown = (total: FigureRow): boolean => count(total, "M73") > 0 || count(total, "X61") === 0;

function virtualReach(total: FigureRow): Fact {
  const students = isVirtualReachKnown(total) ? count(total, "M73") : null;
  return metricFact("M73", "Students reached virtually", students, "integer", "open", {
    ...(students === null ? {} : unitOf(metricOf("M73"))),
    ...(students !== null && students > 0 ? { note: "estimate" } : {}),
  });
}

/** What a reader must know to trust the figures. */
export function companyNotices({ company, period, whole, byEvent }: CompanyFigures): Notice[] {
  const { total, counts } = whole;
  const said: Notice[] = [];
  const onUnknown = noted(total, "X60", "start_unknown");
  if (onUnknown > 0) {
    const all = many(count(total, "X60"), "session");
    said.push(
      notice(
        `${showInteger(onUnknown)} of ${all} ${onUnknown === 1 ? "rests" : "rest"} on an affiliation whose start is not recorded.`,
      ),
    );
  }
  const estimated = noted(total, "X13", "estimated");
  if (estimated > 0) {
    said.push(
      notice(
        `Students are an estimate at ${many(estimated, "in-person session")}: rooms or rotations are not recorded, so everyone there is counted.`,
      ),
    );
  }
  const uncounted = noted(total, "X13", "uncounted");
  if (uncounted > 0)
    said.push(
      notice(`Nobody counted the students at ${many(uncounted, "in-person session")}: they are not in the reach.`),
    );
  if (!isVirtualReachKnown(total))
    said.push(
      notice("Students reached virtually are not known: no teacher's attendance is recorded for these sessions yet."),
    );
  else if (count(total, "M73") > 0)
    said.push(notice("Students reached virtually are an estimate: confirmed teachers × a standard classroom."));
  const fallback = noted(total, "M30", "fallback");
  if (fallback > 0)
    said.push(
      notice(
        `Hours of ${many(fallback, "engagement")} come from the length of the session, because none were recorded.`,
      ),
    );
  const unheld = byEvent.rows.filter((row) => count(row, "X60") === 0).length;
  if (unheld > 0) {
    const those = unheld === 1 ? "is not marked Completed: it counts" : "are not marked Completed: they count";
    said.push(
      notice(
        `${many(unheld, "session")} that their volunteers attended ${those} in volunteers and hours, not as held.`,
        "warning",
      ),
    );
  }
  if ((counts["legacy Connector sessions"] ?? 0) > 0) {
    said.push(notice("Connector sessions before SY24-25 were kept in Salesforce and are counted as they stood there."));
  }
  const accounts = company.ids.length;
  if (accounts > company.names.length)
    said.push(notice(`${accounts} accounts share this name and are one organisation here.`));
  if (company.names.length > 1) said.push(notice(`Counted together: ${listed(company.names)}.`));
  if (period.toDate) said.push(notice("The period is still under way: figures are to date."));
  return said;
}
