import { addDays, type Period, period as periodOf, printDates, printDay, unionOf } from "../domain/index.js";
import { ownersOf, presentedAmong } from "../events/index.js";
import { type Circumstances, computeMetrics, type FigureRow, type Filters, filtersInWords } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, column, fact, type Reply, reply, table } from "../reply/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import { amongEvents } from "./district-figures.js";
import { describeEvents, type EventDescription } from "./events.js";
import { count } from "./figure-table.js";
import { footing } from "./footing.js";
import { many } from "./words.js";

export interface UpcomingAsked extends Circumstances {
  /** None: the next thirty days. Days that are past already are left out. */
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  /** Only events for which nobody is signed up to present. */
  readonly needsPresenter?: boolean;
  /** Only events that nobody owns. */
  readonly unowned?: boolean;
  /** The local day of asking. */
  readonly today: string;
}

/** Today and the days after it. */
const DAYS = 30;

interface Upcoming {
  readonly event: EventDescription | undefined;
  readonly row: FigureRow;
  /** Volunteers signed up for it. */
  readonly signedUp: number;
  /** Whether somebody presents it: at a virtual session those who only join do not; who is left out of figures does (ruling P3). */
  readonly isPresented: boolean;
  /** Who takes care of it; null: nobody. */
  readonly owner: string | null;
}

/** Events that are still to come, with who is signed up to present and who takes care of them; short, so that it can be posted every day. */
export async function upcomingReport(reader: Reader, organization: Organization, asked: UpcomingAsked): Promise<Reply> {
  const { filters = [], today, needsPresenter = false, unowned = false } = asked;
  const window = nextDays(asked.periods, today, organization);
  const all = await upcomingEvents(reader, organization, { window, filters, today });
  const shown = all.filter(
    ({ isPresented, owner }) => (!needsPresenter || !isPresented) && (!unowned || owner === null),
  );
  const without = {
    presenter: all.filter(({ isPresented }) => !isPresented),
    owner: all.filter(({ owner }) => owner === null),
  };
  const dates = printDates(window);
  const lacks = [...(unowned ? ["without an owner"] : []), ...(needsPresenter ? ["without a presenter"] : [])].join(
    " and ",
  );
  return reply({
    title: `Upcoming events${lacks === "" ? "" : ` ${lacks}`}`,
    text: sentence(),
    sensitivity: "open",
    facts: [
      fact("upcoming", "Upcoming events", all.length, "integer", "open"),
      fact("without_presenter", "Without a presenter", without.presenter.length, "integer", "open"),
      fact("without_owner", "Without an owner", without.owner.length, "integer", "open"),
    ],
    tables: [
      table({
        key: "upcoming",
        title: "Upcoming events",
        columns: [
          column("date", "Date", "date", "open"),
          column("time", "Time", "text", "open"),
          column("session", "Title", "text", "open"),
          column("type", "Type", "text", "open"),
          column("format", "Format", "text", "open"),
          column("school", "School", "text", "open"),
          column("district", "District", "text", "open"),
          column("status", "Status", "text", "open"),
          column("X25", "Signed up", "integer", "open"),
          column("needs", "Needs", "text", "open"),
          column("owner", "Owner", "text", "name"),
          column("record", "Record", "link", "open", { linkLabel: "session" }),
        ],
        rows: shown.map(cellsOf),
        empty: sentence(),
      }),
    ],
    ...(await footing(reader, organization, {
      ...asked,
      period: window,
      filters: filtersInWords(filters),
      counts: {},
    })),
  });

  function sentence(): string {
    if (all.length === 0) return `Nothing is coming up, ${dates}. A longer period looks further ahead.`;
    if (lacks === "")
      return `${many(all.length, "event")} coming up, ${dates}: ${without.presenter.length} without a presenter, ${without.owner.length} without an owner.`;
    if (shown.length > 0) return `${which(shown.length, all.length)} ${lacks}, ${dates}.`;
    const has = [...(unowned ? ["an owner"] : []), ...(needsPresenter ? ["a presenter"] : [])].join(" or ");
    return all.length === 1
      ? `All is well: the one upcoming event has ${has}, ${dates}.`
      : `All is well: each of the ${all.length} upcoming events has ${has}, ${dates}.`;
  }
}

function cellsOf({ event, row, signedUp, isPresented, owner }: Upcoming): Cell[] {
  const needs = [...(isPresented ? [] : ["presenter"]), ...(owner === null ? ["owner"] : [])];
  return [
    event?.date ?? null,
    event?.time ?? null,
    event?.title ?? row.label,
    event?.type ?? null,
    event?.format ?? null,
    event?.school ?? null,
    event?.districts ?? null,
    event?.status ?? null,
    signedUp,
    needs.length === 0 ? null : needs.join(", "),
    owner,
    event?.link ?? null,
  ];
}

/** What was asked for, from today on; the next thirty days where nothing was. */
function nextDays(periods: readonly Period[], today: string, { schoolYearStartMonth }: Organization): Period {
  const asked = periods.length === 0 ? { start: today, end: addDays(today, DAYS - 1) } : unionOf(periods);
  const start = asked.start === null || asked.start < today ? today : asked.start;
  if (asked.end !== null && asked.end < today)
    throw new PolarisError(
      "period_invalid",
      `${printDates(asked)} is over. Upcoming events are from today on: expected a period that reaches beyond ${printDay(today)}, or none for the next ${DAYS} days.`,
    );
  const bounds = { start, end: asked.end };
  const label = periods.length === 0 ? `the next ${DAYS} days` : printDates(bounds);
  return periodOf(
    { ...bounds, label, kind: "days", words: `${start}..${asked.end ?? ""}` },
    { today, schoolYearStartMonth },
  );
}

/** Neither cancelled nor held yet, soonest first. */
async function upcomingEvents(
  reader: Reader,
  organization: Organization,
  { window, filters, today }: { readonly window: Period; readonly filters: Filters; readonly today: string },
): Promise<Upcoming[]> {
  const { rows } = await computeMetrics(reader, organization, {
    metrics: ["M60", "X60"],
    periods: [window],
    filters,
    by: "event",
    rowsOnly: true,
    today,
  });
  const coming = rows.filter((row) => count(row, "M60") > 0 && count(row, "X60") === 0);
  const keys = coming.map(({ key }) => key);
  const described = await describeEvents(reader, organization, keys);
  const people = await computeMetrics(reader, organization, {
    metrics: ["X25", "M20"],
    periods: [window],
    filters: amongEvents(keys),
    by: "event",
    rowsOnly: true,
    today,
  });
  const signedUp = new Map(people.rows.map((row) => [row.key, count(row, "X25") + count(row, "M20")]));
  const ids = keys.filter((id) => typeof id === "number");
  const [owners, presented] = await Promise.all([
    ownersOf(
      reader,
      ids.map((id) => ({ id })),
    ),
    presentedAmong(reader, ids),
  ]);
  const when = ({ event }: Upcoming): string => `${event?.date ?? ""} ${event?.time ?? ""}`;
  return coming
    .map((row): Upcoming => {
      const id = typeof row.key === "number" ? row.key : null;
      return {
        row,
        event: id === null ? undefined : described.get(id),
        // Somebody marked as having come, before the event, is there all the same.
        signedUp: signedUp.get(row.key) ?? 0,
        isPresented: id !== null && presented.has(id),
        owner: id === null ? null : (owners.get(id)?.name ?? null),
      };
    })
    .sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : Number(a.row.key) - Number(b.row.key)));
}

/** "2 of 3 upcoming events are", "The one upcoming event is". */
function which(some: number, all: number): string {
  if (all === 1) return "The one upcoming event is";
  return some === all
    ? `All ${all} upcoming events are`
    : `${some} of ${all} upcoming events ${some === 1 ? "is" : "are"}`;
}
