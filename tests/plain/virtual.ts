/** One teacher's row at one session, as it lies in the pool. */
export interface PlainSeat {
  readonly event: number;
  readonly person: number;
  readonly isExcluded: boolean;
  readonly isConfirmed: boolean;
  readonly status: string;
  /** The teacher's own school and its district. */
  readonly school: number | null;
  readonly district: number | null;
}

export interface PlainSession {
  readonly id: number;
  readonly day: string;
  readonly startsAt: string;
  readonly status: string;
  readonly isVirtual: boolean;
  readonly districts: readonly number[];
}

export interface PlainEntry {
  readonly id: number;
  readonly person: number | null;
  readonly isExcluded: boolean;
  readonly target: number;
  readonly district: number | null;
  readonly school: string;
}

export interface PlainPeriod {
  readonly start: string;
  readonly end: string;
}

const ENDED = new Set(["no_show", "cancelled", "declined", "withdrawn"]);
const isHeld = ({ status }: PlainSession): boolean => status === "Completed" || status === "Simulcast";
const within = ({ day }: PlainSession, { start, end }: PlainPeriod): boolean => start <= day && day <= end;

/** Ruling A5, teacher by teacher: entry → status. */
export function plainProgress(
  entries: readonly PlainEntry[],
  seats: readonly PlainSeat[],
  sessions: ReadonlyMap<number, PlainSession>,
  period: PlainPeriod,
  now: string,
): Map<number, string> {
  const statuses = new Map<number, string>();
  for (const entry of entries) {
    if (entry.isExcluded) continue;
    const bySession = new Map<PlainSession, PlainSeat[]>();
    for (const seat of seats) {
      const session = sessions.get(seat.event);
      if (entry.person === null || seat.person !== entry.person || session === undefined) continue;
      if (session.status === "Cancelled" || !within(session, period)) continue;
      bySession.set(session, [...(bySession.get(session) ?? []), seat]);
    }
    let [attended, upcoming, open] = [0, 0, 0];
    for (const [session, own] of bySession) {
      if (own.some((seat) => seat.isConfirmed)) attended += 1;
      else if (own.every((seat) => ENDED.has(seat.status))) continue;
      else if (session.startsAt > now) upcoming += 1;
      else open += 1;
    }
    const status =
      attended >= entry.target
        ? "achieved"
        : attended + upcoming > 0
          ? "in_progress"
          : open > 0
            ? "needs_review"
            : "not_started";
    statuses.set(entry.id, status);
  }
  return statuses;
}

export interface PlainVirtual {
  /** Held, not cancelled, cancelled. */
  readonly X61: number;
  readonly M61: number;
  readonly M63: number;
  readonly M80: number;
  readonly X71: number;
  readonly M71: number;
  readonly M72: number;
  /** Null where no teacher is confirmed: not known, which is not 0. */
  readonly M73: number | null;
}

/** Sessions by where they were, teachers by where they teach (ruling A4); of one district, or of all. */
export function plainVirtual(
  seats: readonly PlainSeat[],
  sessions: ReadonlyMap<number, PlainSession>,
  period: PlainPeriod,
  district: number | null = null,
): PlainVirtual {
  const virtual = [...sessions.values()].filter((session) => session.isVirtual && within(session, period));
  const there = virtual.filter(({ districts }) => district === null || districts.includes(district));
  const counting = new Set(virtual.filter(({ status }) => status !== "Cancelled").map(({ id }) => id));
  const came = seats.filter((seat) => {
    if (!counting.has(seat.event)) return false;
    return seat.isConfirmed && !seat.isExcluded && (district === null || seat.district === district);
  });
  const held = came.filter((seat) => {
    const session = sessions.get(seat.event);
    return session !== undefined && isHeld(session);
  });
  const people = new Set(held.map(({ person }) => person));
  return {
    X61: there.filter(isHeld).length,
    M61: there.filter(({ status }) => status !== "Cancelled").length,
    M63: there.filter(({ status }) => status === "Cancelled").length,
    M80: new Set(held.map(({ event, person }) => `${event} ${person}`)).size,
    X71: new Set(held.map(({ event }) => event)).size,
    M71: people.size,
    M72: new Set(came.map(({ person }) => person)).size,
    M73: people.size === 0 ? null : people.size * 25,
  };
}
