import { CALIFORNIA, type Line, NEVADA, TEXAS } from "./lead-cast-lines.js";

/** A child-care company as it truly is: what a register, a directory and Salesforce each say of it in their own way. */
export interface LeadCompany {
  /** "NV-01": stable, for tests and for those who plant something. */
  readonly ref: string;
  readonly company: string;
  /** What it trades as, where that is another name. */
  readonly dba: string | null;
  readonly person: { readonly first: string; readonly last: string };
  /** Ten digits, of the numbers kept for fiction. */
  readonly phone: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: "NV" | "CA" | "TX";
  readonly zip: string;
  readonly licence: string;
  readonly email: string;
  readonly capacity: number;
}

/** Licences are numbered as each state numbers its own. */
const FIRST_LICENCE = { NV: 60_101, CA: 393_620_101, TX: 1_550_101 } as const;

function companies(state: LeadCompany["state"], lines: readonly Line[]): LeadCompany[] {
  return lines.map(([company, dba, person, phone, line1, line2, city, zip, capacity], index) => {
    const [last = person, ...first] = person.split(" ").reverse();
    const name = (dba ?? company).toLowerCase().replace(/[^a-z]+/g, "");
    return {
      ref: `${state}-${String(index + 1).padStart(2, "0")}`,
      company,
      dba,
      person: { first: first.reverse().join(" "), last },
      phone,
      line1,
      line2,
      city,
      state,
      zip,
      licence: String(FIRST_LICENCE[state] + index * 7),
      email: `office@${name}.example`,
      capacity,
    };
  });
}

/** Sixty invented child-care companies, twenty a state: every phone, address, licence and e-mail is one company's alone. */
export const LEAD_CAST: readonly LeadCompany[] = [
  ...companies("NV", NEVADA),
  ...companies("CA", CALIFORNIA),
  ...companies("TX", TEXAS),
];

const BY_REF = new Map(LEAD_CAST.map((company) => [company.ref, company]));

/** @throws RangeError for a name that nobody of the cast has */
export function leadCompany(ref: string): LeadCompany {
  const found = BY_REF.get(ref);
  if (found === undefined) throw new RangeError(`nobody of the cast is ${ref}`);
  return found;
}
