import sql from "sql-template-tag";
import { cityKey, foldText, isSpeltAlike, organizationKey, present, streetKey, zipOf } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { type Breathe, field, inSlices, oneOfSeveral, type Plan, text } from "../likeness/index.js";
import { type Keyed, looking } from "./find-model.js";

export interface OrganizationRecord extends Keyed {
  /** As it is written. */
  readonly name: string;
  /** Case, punctuation, "the" and company suffix gone. */
  readonly key: string;
  /** Folded: what else staff call it. */
  readonly aliases: readonly string[];
  readonly parent: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  /** What follows the @ of its people's work addresses. */
  readonly houses: readonly string[];
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly name: string;
  readonly parent_source_id: string | null;
  readonly billing_street: string | null;
  readonly billing_city: string | null;
  readonly billing_zip: string | null;
  readonly billing_country: string | null;
}

async function readOrganizations(
  reader: Reader,
  { organizationAliases }: Organization,
  breathe: Breathe,
): Promise<OrganizationRecord[]> {
  const rows = await reader.query<Row>(sql`
    SELECT id, source, source_id, name, parent_source_id, billing_street, billing_city, billing_zip, billing_country
    FROM organization WHERE deleted_at IS NULL ORDER BY id`);
  const aliases = await reader.query<{ source: string; source_id: string; alias_key: string }>(
    sql`SELECT source, source_id, alias_key FROM alias WHERE kind = 'organization' ORDER BY alias_key`,
  );
  const addresses = await reader.query<{ id: number; address: string }>(sql`
    SELECT DISTINCT a.organization_id AS id, e.address FROM affiliation a JOIN contact_email e ON e.contact_id = a.contact_id
    WHERE a.organization_id IS NOT NULL AND a.deleted_at IS NULL AND e.kind = 'work' ORDER BY a.organization_id, e.address`);
  const houses = new Map<number, Set<string>>();
  for (const { id, address } of addresses)
    houses.set(id, (houses.get(id) ?? new Set()).add(address.slice(address.lastIndexOf("@") + 1)));
  await breathe();
  const record = (row: Row): OrganizationRecord => ({
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    name: row.name,
    key: organizationKey(row.name),
    aliases: [
      ...(organizationAliases[row.name] ?? []).map(foldText),
      ...aliases.flatMap((each) =>
        each.source === row.source && each.source_id === row.source_id ? each.alias_key : [],
      ),
    ],
    parent: row.parent_source_id,
    street: streetKey(present(row.billing_street) ?? "") || null,
    city: cityKey(present(row.billing_city) ?? "") || null,
    zip: zipOf(row.billing_zip, row.billing_country),
    houses: [...(houses.get(row.id) ?? [])],
  });
  return inSlices(rows, record, breathe);
}

/** Words that tell no two organisations apart. */
const COMMON_WORDS = new Set(
  "and of the for at in group services service solutions associates partners international national global usa us kc america american".split(
    " ",
  ),
);

const wordsOf = (key: string): string[] => key.split(" ").filter((word) => !COMMON_WORDS.has(word));

/** The one's words are all among the other's, two at least that tell something, or all of them but words that tell nothing. */
function isWithin(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const isPart = short.length > 0 && short.every((word) => long.includes(word));
  return isPart && (short.length >= 2 || long.length === short.length);
}

const isAlias = (a: OrganizationRecord, b: OrganizationRecord): boolean =>
  a.aliases.some((alias) => alias === b.key || alias === foldText(b.name) || b.aliases.includes(alias)) ||
  b.aliases.some((alias) => alias === a.key || alias === foldText(a.name));

/** How organisations are compared: by what they are called first, and then by where they are. Nothing is learned: they are few, and no two alike. */
export const organizationPlan: Plan<OrganizationRecord> = {
  learns: false,
  fields: [
    field({
      name: "name",
      read: (record: OrganizationRecord) => (record.key === "" ? null : record),
      text: ({ name }) => name,
      levels: [
        { name: "exact", holds: (a, b) => a.key === b.key, m: 0.6, u: 0.000002 },
        { name: "alias", holds: isAlias, m: 0.1, u: 0.000001 },
        { name: "very_near", holds: (a, b) => isSpeltAlike(a.key, b.key), m: 0.15, u: 0.000001 },
        { name: "part", holds: (a, b) => isWithin(a.key, b.key), m: 0.13, u: 0.00004 },
      ],
    }),
    text({
      name: "street",
      read: ({ street }) => street,
      shares: [
        [0.5, 0.002],
        [0.2, 0.002],
      ],
    }),
    field({
      name: "city",
      read: ({ city, zip }: OrganizationRecord) => (city === null && zip === null ? null : { city, zip }),
      text: ({ city, zip }) => [city, zip].filter(Boolean).join(" "),
      levels: [
        { name: "exact", holds: (a, b) => a.zip !== null && a.zip === b.zip, m: 0.4, u: 0.03 },
        { name: "same_city", holds: (a, b) => a.city !== null && a.city === b.city, m: 0.45, u: 0.25 },
      ],
    }),
    oneOfSeveral({
      name: "mail_house",
      read: ({ houses }) => (houses.length === 0 ? null : houses),
      exact: [0.7, 0.005],
    }),
  ],
  blocks: [
    { name: "name", fields: ["name"], keys: ({ key, aliases }) => [key, key.replaceAll(" ", ""), ...aliases] },
    { name: "first words", fields: ["name"], keys: ({ key }) => beginnings(key) },
    { name: "mail house", fields: ["mail_house"], keys: ({ houses }) => houses },
    {
      name: "street",
      fields: ["street"],
      keys: ({ street, zip, city }) => (street === null ? [] : [`${street} ${zip ?? city ?? ""}`]),
    },
  ],
  isSure: (level) => level("name") === "exact",
  // A branch is a part of its parent, and no second record of it.
  conflict: (a, b) => (a.parent === b.sourceId || b.parent === a.sourceId ? "parent and branch" : null),
};

/** The first letters of each word that tells something: a slip later in the word changes nothing. */
function beginnings(key: string): string[] {
  const words = wordsOf(key);
  return words.slice(0, 3).map((word) => word.slice(0, 4));
}

export const organizations = looking<OrganizationRecord>({
  read: readOrganizations,
  plan: () => organizationPlan,
});
