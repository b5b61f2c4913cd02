import { LEAD_MONTHS, type LeadList, type LeadMonth } from "./model.js";
import { LISTINGS, saidOf } from "./story.js";

/** A lead as it truly is after the third month. */
export interface PlantedLead {
  /** "NV-15", "NV-15 east". */
  readonly lead: string;
  /** The rows that are it: "source_1 60101". */
  readonly rows: readonly string[];
  readonly lists: readonly LeadList[];
  /** Where and when it was first met. */
  readonly firstMonth: LeadMonth;
  readonly firstLists: readonly LeadList[];
  readonly lastMonth: LeadMonth;
  /** Whether the newest file of one of its lists still has it. */
  readonly isCurrent: boolean;
  readonly city: string;
  readonly zip: string;
}

/** The name of a row: its list and its licence. */
export const rowName = (list: LeadList, licence: string): string => `${list} ${licence}`;

/** Every lead of all nine files. */
export const PLANTED_LEADS: readonly PlantedLead[] = [...new Set(LISTINGS.map(({ lead }) => lead))].map((lead) => {
  const own = LISTINGS.filter((each) => each.lead === lead);
  const months = own.flatMap((each) => each.months);
  const firstMonth = LEAD_MONTHS.find((month) => months.includes(month)) ?? 1;
  const newest = own.toSorted((a, b) => Math.max(...b.months) - Math.max(...a.months));
  const { city, zip } = saidOf(newest[0] ?? { ref: lead, says: [] }, 3);
  return {
    lead,
    rows: own.map(({ list, licence }) => rowName(list, licence)).sort(),
    lists: [...new Set(own.map(({ list }) => list))].sort(),
    firstMonth,
    firstLists: [...new Set(own.filter((each) => each.months.includes(firstMonth)).map(({ list }) => list))].sort(),
    lastMonth: LEAD_MONTHS.findLast((month) => months.includes(month)) ?? 1,
    isCurrent: own.some((each) => each.months.includes(3)),
    city,
    zip,
  };
});

/** What is planted in the nine files. Leads are named as in `PLANTED_LEADS`. */
export const LEAD_TRUTH = {
  /** Another address from that month on, and still one lead. */
  moved: { "NV-03": 2, "NV-17": 2, "TX-05": 3, "TX-08": 3 },
  /** Another number from that month on, and still one lead. */
  renumbered: { "NV-04": 3, "CA-12": 2, "TX-06": 2, "TX-08": 2 },
  inTwoLists: ["CA-08", "NV-02", "NV-17", "TX-01"],
  inThreeLists: ["NV-05"],
  /** In no newest file any more. */
  left: ["CA-07", "NV-06", "TX-11"],
  /** Away for a month. */
  cameBack: ["NV-07"],
  /** Rows whose newest phone is none, with what stands there. */
  invalidPhones: {
    "source_1 60164": "555-0109",
    "source_1 60227": "702-555-018",
    "source_2 393620157": "(916) 555-01",
    "source_3 1550178": "346-555-015",
    "source_3 1550185": "call office",
  },
  /** Rows whose newest phone is blank. */
  blankPhones: ["source_1 60206", "source_2 393620220", "source_3 1550206"],
  extensions: { "NV-13": "12", "CA-10": "204", "TX-14": "7" },
  /** Two licences of one company, or two people: one lead. */
  severalRows: ["NV-12", "TX-15"],
  /** One lead with these people. */
  contacts: { "NV-12": ["Micah Stone", "Talia Stone"] },
  /** Several addresses on one phone: as many leads. */
  onePhone: [
    ["NV-14", "NV-14 moved out"],
    ["NV-15", "NV-15 east", "NV-15 north"],
  ],
  /** The same name at the same place with another number: for a person to say. */
  review: [
    ["NV-18", "NV-18 elsewhere"],
    ["TX-18", "TX-18 elsewhere"],
  ],
  /** Rows whose later columns slipped in their newest file, with their true capacity. */
  shifted: { "source_2 393620227": 90 },
  /** Who is in Salesforce, and by what is found there; a deleted lead is nobody's match, and all others are new. */
  inSalesforce: {
    phone: [
      "CA-01",
      "CA-02",
      "CA-04",
      "CA-06",
      "CA-08",
      "CA-10",
      "CA-15",
      "NV-01",
      "NV-02",
      "NV-03",
      "NV-05",
      "NV-08",
      "NV-12",
      "NV-13",
      "NV-15",
      "NV-15 east",
      "NV-15 north",
      "TX-01",
      "TX-02",
      "TX-03",
      "TX-05",
      "TX-09",
      "TX-14",
      "TX-15",
      "TX-19",
    ],
    mobile: ["CA-17", "NV-20", "TX-07"],
    /** By a number that it no longer has, or by its name at its address. */
    identity: ["CA-12", "CA-20", "NV-04", "TX-06", "TX-08"],
  },
  converted: ["CA-10", "NV-02", "TX-19"],
  /** Who is in Salesforce, and of whom the lists say something newer: which fields. */
  updated: {
    "CA-04": ["capacity"],
    "CA-06": ["email"],
    "CA-12": ["phone"],
    "CA-20": ["phone"],
    "NV-03": ["address"],
    "NV-04": ["phone"],
    "NV-15 east": ["address"],
    "NV-15 north": ["address"],
    "TX-03": ["capacity"],
    "TX-05": ["address"],
    "TX-06": ["phone"],
    "TX-08": ["address", "phone"],
  },
  /** Names with quotation marks: what is left without them. */
  quoted: { "TX-17": "Alamo Heights Play School", "TX-19": "Piney Woods Academy", "TX-20": "Sunflower Station" },
} as const satisfies LeadTruth;

type Leads = readonly string[];

interface LeadTruth {
  readonly moved: Readonly<Record<string, LeadMonth>>;
  readonly renumbered: Readonly<Record<string, LeadMonth>>;
  readonly inTwoLists: Leads;
  readonly inThreeLists: Leads;
  readonly left: Leads;
  readonly cameBack: Leads;
  readonly invalidPhones: Readonly<Record<string, string>>;
  readonly blankPhones: Leads;
  readonly extensions: Readonly<Record<string, string>>;
  readonly severalRows: Leads;
  readonly contacts: Readonly<Record<string, Leads>>;
  readonly onePhone: readonly Leads[];
  readonly review: readonly Leads[];
  readonly shifted: Readonly<Record<string, number>>;
  readonly inSalesforce: Readonly<Record<"phone" | "mobile" | "identity", Leads>>;
  readonly converted: Leads;
  readonly updated: Readonly<Record<string, Leads>>;
  readonly quoted: Readonly<Record<string, string>>;
}
