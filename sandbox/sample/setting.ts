import { addDays, type Day, salesforceInstant, schoolYearOf } from "./calendar.js";
import { type SampleObject, salesforceId } from "./ids.js";
import { type Chance, chance } from "./random.js";
import type { Audit } from "./rows.js";

export interface SampleOptions {
  /** Any text or number; the same seed gives the same rows. */
  readonly seed?: string | number;
  /** 1 is about 400 volunteers and 500 sessions; everything grows in proportion. */
  readonly size?: number;
  /** "YYYY-MM-DD": the last day that has happened. */
  readonly today: Day;
}

/** What every part of the generator needs: the calendar, ids, and when records were made and touched. */
export interface Setting {
  readonly size: number;
  readonly today: Day;
  readonly yesterday: Day;
  /** First calendar year of the school year that today falls in. */
  readonly currentYear: number;
  /** The first day of the four school years that the sessions fill. */
  readonly firstDay: Day;
  /** No record is younger than this, in epoch milliseconds. */
  readonly latest: number;
  /** A sequence of chance of its own, so that a change in one part does not move the others. */
  chance(purpose: string): Chance;
  nextId(object: SampleObject): string;
  /** The next number of the object's automatic name. */
  serial(object: SampleObject): number;
  /** `count` at size 1, in proportion at any other, at least one. */
  scaled(count: number): number;
  /** Made between two moments, touched for the last time up to a third; none later than `latest`. */
  audit(chance: Chance, madeFrom: number, madeTo: number, touchedTo: number): Audit;
}

const HOUR = 3_600_000;
const YEARS = 4;

export function createSetting(options: SampleOptions): Setting {
  const seed = options.seed ?? "polaris";
  const size = options.size ?? 1;
  const today = options.today;
  const latest = Date.parse(`${today}T00:00:00Z`) - 1000;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(latest)) {
    throw new RangeError(`today must be a day such as 2026-02-15, not ${today}`);
  }
  if (!(size > 0)) throw new RangeError(`size must be above 0, not ${size}`);
  const currentYear = schoolYearOf(today);
  const ids = new Map<SampleObject, number>();
  const serials = new Map<SampleObject, number>();
  const first = chance(seed, "ids").between(100_000, 1_000_000);
  // Many records carry the very same stamp, as after a bulk load.
  const loads = Array.from({ length: 6 }, (_, index) => latest - (index * 97 + 20) * 24 * HOUR);
  const capped = (moment: number) => Math.floor(Math.min(moment, latest) / 1000) * 1000;

  function countUp(counters: Map<SampleObject, number>, object: SampleObject): number {
    const next = (counters.get(object) ?? 0) + 1;
    counters.set(object, next);
    return next;
  }

  function audit(luck: Chance, madeFrom: number, madeTo: number, touchedTo: number): Audit {
    const made = capped(madeFrom + luck.next() * Math.max(0, madeTo - madeFrom));
    let touched = capped(made + luck.next() * Math.max(0, touchedTo - made));
    const load = luck.happens(0.08) ? luck.pick(loads) : 0;
    if (load >= made) touched = capped(load);
    const stamped = luck.happens(0.04) ? capped(touched + luck.between(1, 200) * HOUR) : touched;
    const modified = salesforceInstant(touched);
    return {
      IsDeleted: false,
      CreatedDate: touched === made ? modified : salesforceInstant(made),
      LastModifiedDate: modified,
      SystemModstamp: stamped === touched ? modified : salesforceInstant(stamped),
    };
  }

  return {
    size,
    today,
    yesterday: addDays(today, -1),
    currentYear,
    firstDay: `${currentYear - YEARS + 1}-08-01`,
    latest,
    chance: (purpose) => chance(seed, purpose),
    serial: (object) => countUp(serials, object),
    nextId: (object) => salesforceId(object, first + countUp(ids, object)),
    scaled: (count) => Math.max(1, Math.round(count * size)),
    audit,
  };
}

/** Stamps of a record that has been there for years and was touched at any time since. */
export function longKept(setting: Setting, luck: Chance): Audit {
  const years = 365 * 24 * HOUR;
  return setting.audit(luck, setting.latest - 5 * years, setting.latest - 0.1 * years, setting.latest);
}
