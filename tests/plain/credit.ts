import type { PlainPerson } from "./people.js";
import { bare, living, type PlainRow, type PlainRows, text } from "./rows.js";

export interface PlainCredit {
  readonly organization: string;
  readonly isStartUnknown: boolean;
}

const NOT_ORGANIZATIONS = new Set(["School", "School District", "Household"]);

/** Ruling E5: which organisation a person stood for on a day; null is Independent. */
export function creditor(rows: PlainRows): (person: PlainPerson, day: string) => PlainCredit | null {
  const organizations = new Map(
    living(rows.Account)
      .filter((row) => !NOT_ORGANIZATIONS.has(String(row.Type)))
      .map((row) => [String(row.Id), String(row.Name).trim()]),
  );
  const ties = new Map<string, PlainRow[]>();
  for (const row of living(rows.npe5__Affiliation__c)) {
    const contact = String(row.npe5__Contact__c);
    ties.set(contact, [...(ties.get(contact) ?? []), row]);
  }

  return (person, day) => {
    const valid = person.contacts
      .flatMap((contact) => ties.get(contact) ?? [])
      .filter((row) => organizations.has(String(row.npe5__Organization__c)) && isValidOn(row, day))
      .map((row) => ({
        name: organizations.get(String(row.npe5__Organization__c)) ?? "",
        isPrimary: row.npe5__Primary__c === true,
        start: text(row, "npe5__StartDate__c"),
      }));
    // Primary first, then the latest start (an unknown one is the earliest), then the lowest name.
    valid.sort(
      (a, b) =>
        Number(b.isPrimary) - Number(a.isPrimary) || compare(b.start ?? "", a.start ?? "") || compare(a.name, b.name),
    );
    const first = valid[0];
    return first ? { organization: first.name, isStartUnknown: first.start === null } : null;
  };
}

/** Both ends are included; Past without an end is not valid; Pending is not yet; no status: by its dates. */
function isValidOn(row: PlainRow, day: string): boolean {
  const status = bare(text(row, "npe5__Status__c"));
  const start = text(row, "npe5__StartDate__c");
  const end = text(row, "npe5__EndDate__c");
  if (status === "pending") return false;
  if ((status === "past" || status === "former") && end === null) return false;
  return (start === null || start <= day) && (end === null || day <= end);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
