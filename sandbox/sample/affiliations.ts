import { addDays } from "./calendar.js";
import type { Volunteer } from "./people.js";
import type { Chance } from "./random.js";
import type { AccountRow, AffiliationRow } from "./rows.js";
import { longKept, type Setting } from "./setting.js";

export interface Tie {
  readonly primary?: boolean;
  readonly status: string | null;
  readonly start?: string | null;
  readonly end?: string | null;
  readonly role?: string;
}

export function affiliation(
  setting: Setting,
  luck: Chance,
  contactId: string,
  accountId: string,
  tie: Tie,
): AffiliationRow {
  return {
    Id: setting.nextId("npe5__Affiliation__c"),
    Name: `A-${String(setting.serial("npe5__Affiliation__c")).padStart(6, "0")}`,
    npe5__Organization__c: accountId,
    npe5__Contact__c: contactId,
    npe5__Role__c: tie.role ?? (luck.happens(0.7) ? "Employee" : null),
    npe5__Primary__c: tie.primary ?? false,
    npe5__Status__c: tie.status,
    npe5__StartDate__c: tie.start ?? null,
    npe5__EndDate__c: tie.end ?? null,
    ...longKept(setting, luck),
  };
}

/** How a volunteer came to the employer of today: the one simple story and the many others. */
export function affiliate(
  setting: Setting,
  luck: Chance,
  volunteer: Volunteer,
  employers: readonly AccountRow[],
): AffiliationRow[] {
  const { contact, employer } = volunteer;
  if (employer === null) return [];
  const tie = (account: AccountRow, shape: Tie) => affiliation(setting, luck, contact.Id, account.Id, shape);
  const long = addDays(setting.firstDay, -luck.between(30, 2500));
  const start = luck.happens(0.3) ? null : luck.happens(0.8) ? long : addDays(setting.firstDay, luck.between(0, 1000));
  const another = luck.pick(employers);
  const changed = addDays(setting.firstDay, luck.between(60, 900));
  const story = luck.weighted([
    ["one", 76],
    ["two at once", 6],
    ["moved on", 7],
    ["left without a date", 3],
    ["returned", 2],
    ["former", 1],
    ["no status", 2],
    ["pending elsewhere", 2],
    ["board member", 1],
  ] as const);
  const now = tie(employer, { primary: luck.happens(0.9), status: "Current", start });
  switch (story) {
    case "one":
      return [now];
    case "two at once":
      return [now, tie(another, { status: "Current", start: luck.happens(0.5) ? long : null, role: "Board member" })];
    case "moved on":
      return [
        tie(another, { status: "Past", start: long, end: changed }),
        tie(employer, { primary: true, status: "Current", start: addDays(changed, 1) }),
      ];
    case "left without a date":
      return [tie(employer, { status: "Past", start: long })];
    case "returned":
      return [
        tie(employer, { status: "Past", start: long, end: changed }),
        tie(employer, { primary: true, status: "Current", start: addDays(changed, 200) }),
      ];
    case "former":
      return [tie(another, { status: "Former", start: long, end: changed }), now];
    case "no status":
      return [tie(employer, { primary: true, status: null, start })];
    case "pending elsewhere":
      return [now, tie(another, { status: "Pending", start: addDays(setting.today, 40) })];
    case "board member":
      return [now, tie(another, { status: "Current", start: long, end: addDays(changed, 30), role: "Board member" })];
  }
}
