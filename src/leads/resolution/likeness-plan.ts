import { foldText, isOneSlipApart, isSpeltAlike, jaroWinkler } from "../../domain/index.js";
import { field, oneOfSeveral, type Plan, text } from "../../identity/index.js";

/** A lead, or a lead of Salesforce, made ready to be compared. */
export interface ComparedLead {
  /** As a pair names it: the lead's key, or the id in Salesforce. */
  readonly source: "lead" | "salesforce";
  readonly sourceId: string;
  readonly leadId: number | null;
  readonly company: string | null;
  readonly companyKey: string | null;
  /** "150 n some st" of the address key. */
  readonly street: string | null;
  readonly addressKey: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly licences: readonly string[];
  readonly person: string | null;
  /** The sources whose newest file has it. */
  readonly standsIn: readonly string[];
}

const NEAR = 0.92;
const some = (values: readonly string[]): readonly string[] | null => (values.length === 0 ? null : values);

/** The one's words are all among the other's, and are two at least. */
function isWithin(one: string, other: string): boolean {
  const [a, b] = [one.split(" "), other.split(" ")];
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 2 && short.every((word) => long.includes(word));
}

const numberOf = (street: string): string => /^\d+/.exec(street)?.[0] ?? "";

/**
 * How leads are compared: by what the company is called, where it is, and by what reaches it. Nothing is learned, since most of what is compared is two.
 * A list that has both at once, at two addresses, says that they are two (ruling L1).
 */
export const leadPlan: Plan<ComparedLead> = {
  learns: false,
  fields: [
    field({
      name: "company",
      read: ({ company, companyKey }: ComparedLead) =>
        company === null || companyKey === null || companyKey === "" ? null : { company, key: companyKey },
      text: ({ company }) => company,
      terms: ({ key }) => [key],
      levels: [
        { name: "exact", holds: (a, b) => a.key === b.key, m: 0.6, u: 0.0002 },
        { name: "very_near", holds: (a, b) => isSpeltAlike(a.key, b.key), m: 0.15, u: 0.0002 },
        { name: "part", holds: (a, b) => isWithin(a.key, b.key), m: 0.15, u: 0.001 },
        { name: "near", holds: (a, b) => jaroWinkler(a.key, b.key) >= NEAR, m: 0.05, u: 0.003 },
      ],
    }),
    field({
      name: "address",
      read: ({ street, addressKey }: ComparedLead) =>
        street === null || addressKey === null ? null : { street, key: addressKey },
      text: ({ key }) => key.replace("|", ", "),
      terms: ({ key }) => [key],
      levels: [
        { name: "exact", holds: (a, b) => a.key === b.key, m: 0.4, u: 0.00005 },
        {
          name: "near",
          holds: (a, b) => numberOf(a.street) === numberOf(b.street) && jaroWinkler(a.street, b.street) >= NEAR,
          m: 0.2,
          u: 0.0005,
        },
      ],
    }),
    field({
      name: "city",
      read: ({ city, zip }: ComparedLead) =>
        city === null && zip === null ? null : { city: foldText(city ?? ""), zip },
      text: ({ city, zip }) => [city, zip].filter(Boolean).join(" "),
      levels: [
        { name: "same_zip", holds: (a, b) => a.zip !== null && a.zip === b.zip, m: 0.7, u: 0.01 },
        { name: "same_city", holds: (a, b) => a.city !== "" && a.city === b.city, m: 0.2, u: 0.05 },
      ],
    }),
    oneOfSeveral({
      name: "telephone",
      read: ({ phones }) => some(phones),
      exact: [0.5, 0.00005],
      near: {
        name: "one_slip",
        holds: (a, b) => a.some((one) => b.some((other) => isOneSlipApart(one, other))),
        m: 0.1,
        u: 0.002,
      },
    }),
    oneOfSeveral({ name: "email", read: ({ emails }) => some(emails), exact: [0.5, 0.00005] }),
    oneOfSeveral({ name: "licence", read: ({ licences }) => some(licences), exact: [0.6, 0.00001] }),
    text({
      name: "contact",
      read: ({ person }) => (person === null ? null : foldText(person) || null),
      shares: [
        [0.4, 0.002],
        [0.2, 0.002],
      ],
    }),
  ],
  blocks: [],
  isSure: (level) => level("company") === "exact" && level("address") === "exact",
  conflict: (a, b) => {
    const inOneList = a.standsIn.some((source) => b.standsIn.includes(source));
    return inOneList && a.addressKey !== b.addressKey ? "one list has both, at two addresses" : null;
  },
};
