import { objectNamed } from "./describe.js";
import { json, type OrgReply, type OrgRequest } from "./http.js";
import type { OrgParts } from "./parts.js";
import { restInstant } from "./recordjson.js";
import { SalesforceRefusal } from "./refusal.js";
import { instantOf } from "./values.js";

const minute = 60_000;
const day = 24 * 60 * minute;
const deletedKeptDays = 15;
const oldestStartDays = 30;

interface Window {
  readonly from: string;
  readonly to: string;
  /** The last instant that the answer speaks for. */
  readonly covered: string;
}

const iso = (time: number): string => new Date(time).toISOString();

const refused = (message: string): SalesforceRefusal => new SalesforceRefusal(400, "INVALID_REPLICATION_DATE", message);

function instant(request: OrgRequest, name: string): number {
  const text = instantOf(request.url.searchParams.get(name) ?? "");
  if (text === null) throw refused(`${name} is no instant with a time zone`);
  return Date.parse(text);
}

/** Seconds of the start are ignored, as Salesforce does: the window begins with the minute. */
function windowOf(org: OrgParts, request: OrgRequest): Window {
  const [start, end] = [instant(request, "start"), instant(request, "end")];
  const now = org.clock();
  if (end - start < minute) throw refused("endDate must be at least one minute greater than startDate");
  if (start < now - oldestStartDays * day) throw refused("startDate cannot be more than 30 days ago");
  const covered = Math.floor(Math.min(end, now) / 1000) * 1000;
  return { from: iso(Math.floor(start / minute) * minute), to: iso(end), covered: restInstant(iso(covered)) };
}

/** `/sobjects/<object>/deleted?start=&end=` */
export function deleted(org: OrgParts, request: OrgRequest, name: string): OrgReply {
  const object = objectNamed(org, name);
  const window = windowOf(org, request);
  const deletions = org.records.deletedBetween(object, window.from, window.to);
  return json(200, {
    deletedRecords: deletions.map(({ id, deletedAt }) => ({ deletedDate: restInstant(deletedAt), id })),
    earliestDateAvailable: restInstant(iso(org.clock() - deletedKeptDays * day)),
    latestDateCovered: window.covered,
  });
}

/** `/sobjects/<object>/updated?start=&end=` */
export function updated(org: OrgParts, request: OrgRequest, name: string): OrgReply {
  const object = objectNamed(org, name);
  const window = windowOf(org, request);
  return json(200, {
    ids: org.records.updatedBetween(object, window.from, window.to),
    latestDateCovered: window.covered,
  });
}
