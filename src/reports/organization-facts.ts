import { type FigureRow, type Filters, filtersInWords, metricOf } from "../metrics/index.js";
import { type Cell, type Fact, metricFact, fact as plainFact, showDay, showInteger } from "../reply/index.js";
import { filteredBy } from "./metric-words.js";
import type { ActivityMark } from "./organization-activity.js";
import type { CompanyFigures } from "./organization-figures.js";
import { inPeriod, many, unitOf } from "./words.js";

const value = (row: FigureRow, id: string): Cell => row.figures[id]?.at(-1) ?? null;
export const count = (row: FigureRow, id: string): number => Number(value(row, id) ?? 0);
export const noted = (row: FigureRow, id: string, note: string): number => row.notes[id]?.[note] ?? 0;

/** The answer in one sentence; how many of the volunteers are local in another. */
export function companySentence({ company, period, whole, ever }: CompanyFigures, filters: Filters = []): string {
  const lastActive = ever.last;
  const { total } = whole;
  const when = `${inPeriod(period)}${filteredBy(filtersInWords(filters))}`;
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
  const local = localShare(total);
  const virtually = count(total, "M73") > 0 ? ` and about ${showInteger(count(total, "M73"))} virtually` : "";
  return `${company.name}: ${gave}${reached}${virtually}, ${when}.${local === null ? "" : ` ${local}.`}`;
}

/** "Local 14 of 22 (64%)"; null where nobody volunteered. */
export function localShare(row: FigureRow): string | null {
  const [local, all] = [count(row, "M91"), count(row, "M20")];
  return all === 0 ? null : `Local ${showInteger(local)} of ${showInteger(all)} (${shareOf(local, all)})`;
}

const shareOf = (part: number, whole: number): string => `${Math.round((part / whole) * 100)}%`;

/** The figures of the whole period, in person and virtual apart, cancelled and missed apart; what they rest on stands in the notices. */
export function companyFacts(found: CompanyFigures, mark: ActivityMark): Fact[] {
  const { total } = found.whole;
  const fact = (id: string, label: string, note: string | null = null, figure = value(total, id)): Fact =>
    metricFact(id, label, figure, metricOf(id).type, "open", {
      ...(figure === null ? {} : unitOf(metricOf(id))),
      ...(note === null ? {} : { note }),
    });
  const share = (id: string, of: string): string | null =>
    count(total, of) === 0
      ? null
      : `${shareOf(count(total, id), count(total, of))} of ${showInteger(count(total, of))}`;
  const virtual = virtualStudents(total);
  return [
    fact("X62", "Sessions held in person", share("X62", "X60")),
    fact("X61", "Sessions held virtually", share("X61", "X60")),
    fact("X60", "Sessions held"),
    fact("M20", "Volunteers"),
    fact("M91", "Local volunteers", share("M91", "M20")),
    fact("M30", "Volunteer hours"),
    fact("X13", "Students reached in person", noted(total, "X13", "estimated") > 0 ? "estimate" : null),
    fact("M10", "Unique students on the rosters", null, rosterStudents(total)),
    fact("X12", "Interactions with students"),
    fact("M73", "Students reached virtually", virtual !== null && virtual > 0 ? "estimate" : null, virtual),
    ...studentsTogether(total),
    fact("M63", "Cancelled events"),
    fact("X23", "No-shows"),
    fact("X24", "Volunteer cancellations"),
    metricFact("X26", "First active", found.ever.first, "date", "open"),
    metricFact("X27", "Last active", found.ever.last, "date", "open"),
    plainFact("activity", "Activity", mark, "text", "open"),
  ];
}

/** In person and virtually together, said as the estimate it is (ruling A4); nothing where there is only the one. */
function studentsTogether(total: FigureRow): Fact[] {
  const [inPerson, virtually] = [count(total, "X13"), count(total, "M73")];
  if (virtually === 0 || count(total, "X62") === 0) return [];
  const note = `estimate: ${showInteger(inPerson)} in person and ${showInteger(virtually)} virtually`;
  return [
    plainFact("students_together", "Students reached together", inPerson + virtually, "integer", "open", { note }),
  ];
}

/** Where sessions were virtual and no teacher is confirmed, the reach is not known, which is not 0 (ruling A4). */
export function virtualStudents(row: FigureRow): number | null {
  return count(row, "M73") === 0 && count(row, "X61") > 0 ? null : count(row, "M73");
}

/** Where no roster names anybody at sessions in person, who the students were is not known, which is not 0. */
export function rosterStudents(row: FigureRow): number | null {
  return count(row, "M10") === 0 && count(row, "X62") > 0 ? null : count(row, "M10");
}
