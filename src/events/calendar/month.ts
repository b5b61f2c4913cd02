import { addDays, dayOf, lastDayOfMonth, monthOf, printDay, printMonth, yearOf } from "../../domain/index.js";
import { type Chart, column, counted, type MonthEntry, monthChart, type Table, table } from "../../reply/index.js";
import type { CalendarEvent } from "./read.js";
import { statusMark, statusShown } from "./status-marks.js";

/** The month that a day lies in. */
export interface Month {
  readonly start: string;
  readonly end: string;
  /** "November 2026" */
  readonly name: string;
}

export const monthWith = (day: string): Month => ({
  start: dayOf(yearOf(day), monthOf(day), 1),
  end: lastDayOfMonth(yearOf(day), monthOf(day)),
  name: printMonth(day),
});

/** The days of a month in weeks from Sunday on; null stands for a day of another month. */
export function weeksOf({ start, end }: Pick<Month, "start" | "end">): (string | null)[][] {
  const weeks: (string | null)[][] = [];
  const before = new Date(`${start}T00:00:00Z`).getUTCDay();
  for (let sunday = addDays(start, -before); sunday <= end; sunday = addDays(sunday, 7))
    weeks.push(
      Array.from({ length: 7 }, (_, place) => {
        const day = addDays(sunday, place);
        return day < start || day > end ? null : day;
      }),
    );
  return weeks;
}

/** Colours of the palette by status; whatever is not here is grey. Each has its own shape as well. */
const TONES: Readonly<Record<string, number>> = {
  Confirmed: 0,
  Requested: 1,
  Published: 2,
  Simulcast: 3,
  Cancelled: 5,
};

const byDay = (events: readonly CalendarEvent[]): ReadonlyMap<string, readonly CalendarEvent[]> => {
  const days = new Map<string, CalendarEvent[]>();
  for (const event of events) days.set(event.date, [...(days.get(event.date) ?? []), event]);
  return days;
};

/** "● Confirmed" for every status that is there. */
export const legendOf = (events: readonly CalendarEvent[]): string[] =>
  [...new Set(events.map(({ status }) => status))].sort().map(statusShown);

/** The sentence that the picture shows: how many there are, and the day with most of them. */
export function monthTakeaway(month: Month, events: readonly CalendarEvent[]): string {
  if (events.length === 0) return `No event in ${month.name}.`;
  const [busiest, most] = [...byDay(events)].reduce<[string, number]>(
    (best, [day, own]) => (own.length > best[1] ? [day, own.length] : best),
    ["", 0],
  );
  const on = most > 1 ? `, most of them on ${printDay(busiest)} (${most})` : "";
  return `${counted(events.length, "event")} in ${month.name}${on}.`;
}

const LONGEST_ALT_TEXT = 1_900;

/** The month as words, day by day, for who does not see the picture. */
function altTextOf(month: Month, events: readonly CalendarEvent[]): string {
  const days = [...byDay(events)].map(
    ([day, own]) =>
      `${printDay(day)}: ${own.map(({ time, title, status }) => `${time} ${title} (${status})`).join("; ")}.`,
  );
  const whole = [`Calendar of ${month.name}, ${counted(events.length, "event")}.`, ...days];
  let text = "";
  for (const [place, piece] of whole.entries()) {
    if (text.length + piece.length > LONGEST_ALT_TEXT)
      return `${text} And ${counted(whole.length - place, "further day")}, in the table.`;
    text = text === "" ? piece : `${text} ${piece}`;
  }
  return text;
}

const entryOf = ({ status, time, title }: CalendarEvent): MonthEntry => ({
  mark: statusMark(status),
  tone: TONES[status] ?? null,
  time,
  title,
});

/** The month as a picture. */
export function monthPicture(month: Month, events: readonly CalendarEvent[], today: string): Chart {
  const days = byDay(events);
  return monthChart(
    {
      key: "month",
      title: month.name,
      takeaway: monthTakeaway(month, events),
      altText: altTextOf(month, events),
      sensitivity: "open",
      measure: `${counted(events.length, "event")}, by status`,
    },
    {
      weeks: weeksOf(month).map((week) =>
        week.map((day) => (day === null ? null : { day, entries: (days.get(day) ?? []).map(entryOf) })),
      ),
      today,
      legend: legendOf(events),
    },
  );
}

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
/** Marks in a cell of the text; how many more there are is said. */
const MOST_MARKS = 4;

/** The month as text: a row for each week, each day its number and a mark for each event. */
export function monthTable(month: Month, events: readonly CalendarEvent[]): Table {
  const days = byDay(events);
  const cell = (day: string | null): string | null => {
    if (day === null) return "";
    const own = days.get(day) ?? [];
    const marks = own.slice(0, MOST_MARKS).map(({ status }) => statusMark(status));
    const more = own.length > MOST_MARKS ? `+${own.length - MOST_MARKS}` : "";
    return [String(Number(day.slice(8))), marks.join(""), more].filter((piece) => piece !== "").join(" ");
  };
  return table({
    key: "month",
    title: month.name,
    columns: WEEKDAYS.map((day) => column(day, `${day.slice(0, 1).toUpperCase()}${day.slice(1)}`, "text", "open")),
    rows: weeksOf(month).map((week) => week.map(cell)),
    empty: monthTakeaway(month, events),
  });
}
