import type { LeadList, Listing, Said } from "./model.js";
import { asTyped, halfInFull, inFull, phoneText } from "./spelling.js";

/** A list: its columns, and how it writes a row. */
interface Register {
  readonly columns: readonly string[];
  cellsOf(listing: Listing, said: Said): readonly string[];
}

/** Some day of the past, the same for the same licence. */
const dayOf = (licence: string): { readonly year: number; readonly month: number; readonly day: number } => {
  const number = Number(licence) % 3000;
  return { year: 2008 + (number % 12), month: 1 + (number % 11), day: 1 + (number % 27) };
};
/** By the beginning of the ZIP. */
const COUNTIES = [
  [/^89[01]/, "CLARK"],
  [/^89/, "WASHOE"],
  [/^77/, "HARRIS"],
  [/^78/, "TRAVIS"],
  [/^7/, "DALLAS"],
] as const;
const countyOf = (zip: string): string => COUNTIES.find(([begins]) => begins.test(zip))?.[1] ?? "";

const two = (number: number): string => String(number).padStart(2, "0");

/** A licensing register: the address is one text, in capitals; dates with two digits of the year. */
const register: Register = {
  columns:
    "Name,Credential Type,Credential Number,Status,Expiration Date,Disciplinary Action,Address,State,County,Phone,First Issue Date,Primary Contact Name,Primary Contact Role".split(
      ",",
    ),
  cellsOf({ licence }, said) {
    const { year, month, day } = dayOf(licence);
    const street = [said.line1, said.line2].filter((part) => part !== null).join(" ");
    return [
      said.company.toUpperCase(),
      said.capacity <= 14 ? "Family Care" : "Center",
      licence,
      "Active",
      `${month}/${day}/27`,
      Number(licence) % 5 === 0 ? "Y" : "N",
      `${asTyped(street)} ${said.city.toUpperCase()}, ${said.state} ${said.zip}`,
      said.state,
      countyOf(said.zip),
      phoneText(said, ["$1-$2-$3", " x"]),
      `${month}/${day}/${two(year % 100)}`,
      `${said.first} ${said.last}`,
      said.role,
    ];
  },
};

const AGES = ["Infants (0-11 months)", "Toddlers (12-23 months; 1yr.)", "Preschool (24-48 months; 2-4 yrs.)"];
const HOURS = "7:00 AM - 6:00 PM";

/** A partners' directory: the licence within its type, the owner before the name, a line break after the caregiver. */
const directory: Register = {
  columns:
    "Type License,Company,Accepts Subsidy,Year Round,Daytime Hours,Star Level,Mon,Tues,Wed,Thurs,Friday,Saturday,Sunday,Primary Caregiver,Phone,Email,Address1,Address2,City,State,Zip,Subsidy Contract Number,Total Cap,Ages Accepted 1,AA2,AA3,AA4,License Monitoring Since,School Year Only,Evening Hours".split(
      ",",
    ),
  cellsOf({ licence }, said) {
    const { year, month, day } = dayOf(licence);
    const small = said.capacity <= 14;
    const ages = small ? AGES.slice(0, 2) : AGES;
    return [
      `${small ? "Family Child Care Home" : "Child Care Center"} - ${licence}`,
      said.dba !== null && small ? `${said.last}, ${said.first} DBA ${said.dba}`.toUpperCase() : said.company,
      Number(licence) % 3 === 0 ? "" : "Accepts Subsidy",
      "Year Round",
      "Daytime Hours",
      `${1 + (Number(licence) % 5)} Star`,
      ...Array.from({ length: 5 }, () => HOURS),
      "",
      "",
      `${said.first} ${said.last}\nPrimary Caregiver`,
      phoneText(said, ["($1) $2-$3", " ext. "]),
      said.email ?? "",
      halfInFull(said.line1),
      said.line2 ?? "",
      said.city,
      said.state,
      `${said.zip}-${1000 + (Number(licence) % 8999)}`,
      small ? "" : `SC-${licence.slice(-5)}`,
      String(said.capacity),
      ...Array.from({ length: 4 }, (_, place) => ages[place] ?? ""),
      `Monitoring since ${year}-${two(month)}-${two(day)}`,
      "",
      "",
    ];
  },
};

/** A state's list of facilities: everything spelled in full, Y and N, quotation marks where nobody expects them. */
const facilities: Register = {
  columns:
    "Operation,Agency Number,Operation Name,Address,City,State,Zip,County,Phone,Type,Status,Issue Date,Capacity,Email Address,Facility ID,Monitoring Frequency,Infant,Toddler,Preschool,School".split(
      ",",
    ),
  cellsOf({ licence }, said) {
    const { year, month, day } = dayOf(licence);
    const takes = (yes: boolean): string => (yes ? "Y" : "N");
    return [
      licence,
      `A${licence}`,
      said.company,
      [said.line1, said.line2].flatMap((part) => (part === null ? [] : [inFull(part)])).join(", "),
      said.city.toUpperCase(),
      said.state,
      Number(licence) % 2 === 0 ? said.zip : `${said.zip}-${1000 + (Number(licence) % 8999)}`,
      countyOf(said.zip),
      phoneText(said, ["($1)$2-$3", " extension "]),
      said.capacity <= 14 ? "Registered Child-Care Home" : "Licensed Center",
      "Full Permit",
      `${month}/${day}/${year}`,
      String(said.capacity),
      (said.email ?? "").toUpperCase(),
      `F${licence}`,
      "Annual",
      takes(said.capacity > 20),
      takes(true),
      takes(true),
      takes(said.capacity > 60),
    ];
  },
};

export const REGISTERS: Readonly<Record<LeadList, Register>> = {
  source_1: register,
  source_2: directory,
  source_3: facilities,
};
