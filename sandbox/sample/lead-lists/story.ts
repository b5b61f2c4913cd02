import { LEAD_CAST, type LeadCompany, leadCompany } from "../lead-cast.js";
import type { LeadList, Listing, Said } from "./model.js";

const LIST_OF: Readonly<Record<LeadCompany["state"], LeadList>> = { NV: "source_1", CA: "source_2", TX: "source_3" };

/** A row of a company in the list of its own state, every month, unless told. */
function row(ref: string, change: Partial<Omit<Listing, "ref">> = {}): Listing {
  const { state, licence } = leadCompany(ref);
  return {
    lead: ref,
    ref,
    list: LIST_OF[state],
    licence,
    months: [1, 2, 3],
    says: [],
    shifted: [],
    again: null,
    cells: {},
    ...change,
  };
}

const from = (month: 1 | 2 | 3, said: Partial<Said>) => [[month, said]] as const;

/** Whose rows come in two lists or three: one lead each, however the lists spell it. */
const OVERLAPS: readonly Listing[] = [
  row("NV-02"),
  row("NV-02", { list: "source_3", says: from(1, { line2: "Ste. 4" }) }),
  row("CA-08"),
  row("CA-08", { list: "source_3", months: [2, 3] }),
  row("TX-01"),
  row("TX-01", { list: "source_1", months: [3] }),
  // All three, one after the other.
  row("NV-05"),
  row("NV-05", { list: "source_2", months: [2, 3] }),
  row("NV-05", { list: "source_3", months: [3] }),
];

/** Who moved or changed the number, and stays one lead: the licence says so. */
const CHANGES: readonly Listing[] = [
  row("NV-03", { says: from(2, { line1: "1501 Silver Peak Rd" }) }),
  row("TX-05", { says: from(3, { line1: "2100 Old Settlers Blvd", line2: "Ste 8", zip: "78665" }) }),
  // Its other list has not heard of the move.
  row("NV-17", { says: from(2, { line1: "1255 Hoover Ct" }) }),
  row("NV-17", { list: "source_3" }),
  row("NV-04", { says: from(3, { phone: "7755550163" }) }),
  row("CA-12", { says: from(2, { phone: "5595550164" }) }),
  row("TX-06", { says: from(2, { phone: "3465550165" }) }),
  // Both, one month after the other.
  row("TX-08", {
    says: [
      [2, { phone: "2145550166" }],
      [3, { phone: "2145550166", line1: "801 Elm Creek Ave" }],
    ],
  }),
];

/** Who comes later, who leaves, and who leaves and comes again. */
const COMINGS: readonly Listing[] = [
  row("NV-08", { months: [2, 3] }),
  row("NV-09", { months: [3] }),
  row("CA-03", { months: [2, 3], says: from(3, { line1: "3310 Delta Breeze Way Unit 3", line2: null }) }),
  row("CA-13", { months: [3] }),
  row("CA-14", { months: [3] }),
  row("TX-09", { months: [2, 3] }),
  row("TX-10", { months: [3] }),
  row("NV-06", { months: [1] }),
  row("CA-07", { months: [1, 2] }),
  row("TX-11", { months: [1] }),
  row("NV-07", { months: [1, 3] }),
];

/** Phones that are none, or that come right. */
const PHONES: readonly Listing[] = [
  row("NV-10", { says: from(1, { phone: "555-0109" }) }),
  row("CA-09", { says: from(1, { phone: "(916) 555-01" }) }),
  row("TX-12", { says: from(1, { phone: "346-555-015" }) }),
  row("TX-13", { says: from(1, { phone: "call office" }) }),
  row("NV-16", { says: from(1, { phone: null }) }),
  row("CA-18", { says: from(1, { phone: null }) }),
  row("TX-16", { says: from(1, { phone: null }) }),
  // Blank at first, then known; and wrong at last.
  row("NV-11", { says: [...from(1, { phone: null }), ...from(2, { phone: leadCompany("NV-11").phone })] }),
  row("NV-19", { says: from(2, { phone: "702-555-018" }) }),
  row("NV-13", { says: from(1, { extension: "12" }) }),
  row("CA-10", { says: from(1, { extension: "204" }) }),
  row("TX-14", { says: from(1, { extension: "7" }) }),
];

/** Several rows of one company, several addresses on one phone, and rows that come twice. */
const ROWS: readonly Listing[] = [
  row("NV-12"),
  row("NV-12", { licence: "60901", says: from(1, { first: "Talia", last: "Stone", role: "Director" }) }),
  row("TX-15"),
  row("TX-15", { licence: "1550901", months: [2, 3] }),
  row("NV-15"),
  row("NV-15", {
    lead: "NV-15 east",
    licence: "60902",
    says: from(1, { line1: "88 Pebble Creek Rd", line2: null, city: "Henderson", zip: "89014" }),
  }),
  row("NV-15", {
    lead: "NV-15 north",
    licence: "60903",
    months: [2, 3],
    says: from(1, { line1: "2040 Aliante Pkwy", line2: null, city: "North Las Vegas", zip: "89084" }),
  }),
  // Of two licences at one address one moves out: from then on they are two.
  row("NV-14"),
  row("NV-14", {
    lead: "NV-14 moved out",
    licence: "60904",
    says: from(2, { line1: "19 Muddy River Ln", city: "Overton", zip: "89040" }),
  }),
  row("NV-01", { again: {} }),
  row("CA-01", { again: {} }),
  row("TX-04", { again: { capacity: 99 } }),
];

/** Who may be the same as another, which a person has to say: the same name at the same place, with another number. */
const ALIKE: readonly Listing[] = [
  row("NV-18"),
  row("NV-18", {
    lead: "NV-18 elsewhere",
    list: "source_2",
    licence: "393620904",
    says: from(1, { phone: "7755550167" }),
  }),
  row("TX-18"),
  row("TX-18", { lead: "TX-18 elsewhere", list: "source_1", licence: "60905", says: from(1, { phone: "2145550168" }) }),
];

/** What the lists say anew of somebody who stays where they are. */
const NEWS: readonly Listing[] = [
  row("CA-04", { says: from(3, { capacity: 120 }) }),
  row("CA-06", { says: from(2, { email: "patty@pattysplayhouse.example" }) }),
  row("TX-03", { says: from(2, { capacity: 60 }) }),
];

/** Cells as they ought not to be. */
const MESS: readonly Listing[] = [
  row("CA-05", { shifted: [2] }),
  row("CA-19", { shifted: [1, 2, 3] }),
  row("TX-17", { cells: { "Operation Name": 'Alamo Heights "Play" School' } }),
  row("TX-19", { cells: { "Operation Name": 'Piney Woods Academy"' } }),
  row("TX-20", { cells: { "Operation Name": '"Sunflower Station"' } }),
];

const TOLD = [...OVERLAPS, ...CHANGES, ...COMINGS, ...PHONES, ...ROWS, ...ALIKE, ...NEWS, ...MESS];

/** Every row of every list: those with a story, and the rest of the cast, who stay as they are. */
export const LISTINGS: readonly Listing[] = [
  ...TOLD,
  ...LEAD_CAST.filter(({ ref }) => !TOLD.some((each) => each.ref === ref)).map(({ ref }) => row(ref)),
].sort((a, b) => a.list.localeCompare(b.list) || a.ref.localeCompare(b.ref) || a.licence.localeCompare(b.licence));

/** What a row says in a month. */
export function saidOf({ ref, says }: Pick<Listing, "ref" | "says">, month: number): Said {
  const { company, dba, person, phone, line1, line2, city, state, zip, email, capacity } = leadCompany(ref);
  const truth: Said = {
    company,
    dba,
    first: person.first,
    last: person.last,
    role: "Owner",
    phone,
    extension: null,
    line1,
    line2,
    city,
    state,
    zip,
    email,
    capacity,
  };
  return Object.assign(truth, ...says.flatMap(([since, said]) => (since <= month ? [said] : [])));
}
