import { z } from "zod";
import { instantOf, isDay, isSalesforceId, localDay, parseInstant, to18 } from "../../domain/index.js";

/** One event as the public sign-up service lists it. */
export interface SignUpListing {
  /** The event's id in Salesforce, 18 characters. */
  readonly sourceId: string;
  readonly title: string;
  /** ISO-8601 UTC; null where the service says the day alone. */
  readonly startsAt: string | null;
  /** The organisation's own day. */
  readonly localDate: string | null;
  /** Schools or districts it is for, as the service names them. */
  readonly schoolRaw: string | null;
  readonly statusRaw: string | null;
  /** Volunteers who may still sign up. */
  readonly slots: number | null;
  readonly filled: number | null;
  /** Where to sign up; http or https. */
  readonly url: string | null;
}

const count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .transform((value) => Math.trunc(value))
  .nullish()
  .catch(null);
const words = z.string().nullish().catch(null);
const named = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const names = z.array(named.catch("")).nullish().catch(null);

/** As the service writes it: Salesforce's own names of the fields, and what it keeps itself. Id and name are needed, the rest may be missing. */
const rowSchema = z.object({
  Id: z.string().trim().refine(isSalesforceId),
  Name: z.string().trim().min(1),
  Start_Date__c: words,
  Date_and_Time_for_Cal__c: words,
  Available_Slots__c: count,
  Filled_Volunteer_Jobs__c: count,
  Registration_Link__c: words,
  status: words,
  schools: names,
  districts: names,
});

export interface SignUpList {
  readonly listings: readonly SignUpListing[];
  /** Rows without an id or a name. */
  readonly unreadable: number;
}

/** Reads the list that the service answers with; null when it is no list. One event listed twice is one. */
export function readSignUpList(answer: unknown, zone: string): SignUpList | null {
  if (!Array.isArray(answer)) return null;
  const listings = new Map<string, SignUpListing>();
  let unreadable = 0;
  for (const row of answer) {
    const read = rowSchema.safeParse(row);
    if (!read.success) unreadable += 1;
    else {
      const listing = listingOf(read.data, zone);
      listings.set(listing.sourceId, listing);
    }
  }
  return { listings: [...listings.values()], unreadable };
}

function listingOf(row: z.output<typeof rowSchema>, zone: string): SignUpListing {
  const startsAt = startIn(row.Date_and_Time_for_Cal__c ?? "", zone);
  const places = [...(row.schools ?? []), ...(row.districts ?? [])].filter((name) => name !== "");
  return {
    sourceId: to18(row.Id),
    title: row.Name,
    startsAt,
    localDate: dayIn(row.Start_Date__c ?? "", zone) ?? (startsAt === null ? null : localDay(startsAt, zone)),
    schoolRaw: [...new Set(places)].join(", ") || null,
    statusRaw: row.status?.trim() || null,
    slots: row.Available_Slots__c ?? null,
    filled: row.Filled_Volunteer_Jobs__c ?? null,
    url: addressIn(row.Registration_Link__c ?? ""),
  };
}

/** A day is written as its midnight, with or without a zone: it is that day, wherever it is read. */
function dayIn(text: string, zone: string): string | null {
  const day = text.slice(0, 10);
  if (!isDay(day)) return null;
  if (/^.{10}(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?)?$/.test(text)) return day;
  const instant = parseInstant(text);
  return instant === null ? day : localDay(instant, zone);
}

const CLOCKS = [
  // "03/01/2026 9:00 AM to 11:00 AM"
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4}),?\s+(?<hour>\d{1,2}):(?<minute>\d{2})\s*(?<half>[AP]M)\b/i,
  // "2026-03-01 09:00"
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[ T](?<hour>\d{2}):(?<minute>\d{2})\b/,
];

function startIn(text: string, zone: string): string | null {
  for (const clock of CLOCKS) {
    const parts = clock.exec(text.trim())?.groups;
    if (parts === undefined) continue;
    const two = (key: string): string => (parts[key] ?? "").padStart(2, "0");
    const half = parts.half?.toUpperCase();
    const hour = half === undefined ? Number(parts.hour) : (Number(parts.hour) % 12) + (half === "PM" ? 12 : 0);
    const day = `${parts.year}-${two("month")}-${two("day")}`;
    if (!isDay(day) || hour > 23 || Number(parts.minute) > 59) return null;
    return instantOf(day, `${String(hour).padStart(2, "0")}:${two("minute")}`, zone);
  }
  return null;
}

/** The address out of `<a href="https://…">Sign up</a>`, or the text itself when it is an address. */
function addressIn(html: string): string | null {
  const address = (/href\s*=\s*["']?([^"'\s>]+)/i.exec(html)?.[1] ?? html.trim()).replaceAll("&amp;", "&");
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
}
