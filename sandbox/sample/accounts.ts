import {
  ACCOUNT_TYPES,
  EMPLOYER_FIRST,
  EMPLOYER_PLACES,
  EMPLOYER_SECOND,
  HILLS,
  LONGEST_NAME,
  NAMED_EMPLOYERS,
  PLACES,
  STREETS,
} from "./employers.js";
import { at } from "./random.js";
import { type AccountRow, BLANK_ACCOUNT } from "./rows.js";
import { longKept, type Setting } from "./setting.js";

/** The organisations that volunteers come from: Hill's first, then those with a story, then invented ones. */
export function buildEmployers(setting: Setting): AccountRow[] {
  const luck = setting.chance("employers");
  const known = [HILLS, ...NAMED_EMPLOYERS, LONGEST_NAME];
  const count = Math.max(known.length + 4, setting.scaled(60));
  return Array.from({ length: count }, (_, index): AccountRow => {
    const place = luck.weighted(PLACES);
    const hasAddress = luck.happens(0.6);
    return {
      ...BLANK_ACCOUNT,
      Id: setting.nextId("Account"),
      Name: known[index] ?? invented(index - known.length),
      Type: index === 0 ? "Business" : luck.weighted(ACCOUNT_TYPES),
      Description: luck.happens(0.1) ? "Met at the spring partner breakfast.\nAsk again in August." : null,
      BillingStreet: hasAddress ? `${luck.between(100, 9900)} ${luck.pick(STREETS)} Street` : null,
      BillingCity: hasAddress ? place.city : null,
      BillingState: hasAddress ? place.state : null,
      BillingPostalCode: hasAddress ? place.zip : null,
      BillingCountry: hasAddress ? place.country : null,
      LastActivityDate: luck.happens(0.3) ? setting.firstDay : null,
      ...longKept(setting, luck),
    };
  });
}

/** The household that the nonprofit pack makes for every volunteer; no organisation to anybody else. */
export function household(setting: Setting, lastName: string): AccountRow {
  return {
    ...BLANK_ACCOUNT,
    Id: setting.nextId("Account"),
    Name: `${lastName} Household`,
    Type: "Household",
    ...longKept(setting, setting.chance(`household ${lastName}`)),
  };
}

function invented(index: number): string {
  const first = at(EMPLOYER_FIRST, (index * 7) % EMPLOYER_FIRST.length);
  const second = at(EMPLOYER_SECOND, (index + Math.floor(index / EMPLOYER_FIRST.length)) % EMPLOYER_SECOND.length);
  const round = Math.floor(index / (EMPLOYER_FIRST.length * EMPLOYER_SECOND.length));
  const name = `${first} ${second}`;
  if (round === 0) return name;
  const place = at(EMPLOYER_PLACES, (round - 1) % EMPLOYER_PLACES.length);
  return round <= EMPLOYER_PLACES.length ? `${name} ${place}` : `${name} ${place} ${round}`;
}
