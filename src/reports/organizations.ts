import sql from "sql-template-tag";
import { type LocalStatus, localStatusOf, type Period } from "../domain/index.js";
import { organizationsWith } from "../identity/index.js";
import { ALL_TIME, computeMetrics, type FigureRow, type Filters } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { recordUrl } from "./events.js";
import { type ActivityMark, activityMark } from "./organization-activity.js";
import { rowOf } from "./organization-asking.js";

/** An organisation as a list has it: all accounts of one name are one (rulings, small print). */
export interface ListedOrganization {
  readonly name: string;
  /** Of Salesforce's account, or of several where its accounts differ. */
  readonly type: string;
  readonly types: readonly string[];
  /** By the address of its accounts. */
  readonly local: LocalStatus;
  readonly mark: ActivityMark;
  readonly first: string | null;
  readonly last: string | null;
  readonly link: string | null;
}

export interface OrganizationList {
  /** In the order of their names. */
  readonly listed: readonly ListedOrganization[];
  /** Names that are written almost as the words, where none holds them. */
  readonly near: readonly string[];
}

interface AccountRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly type: string;
  readonly zip: string | null;
  readonly country: string | null;
}

/** What an account without a type counts as. */
const NO_TYPE = "Other";
/** Of so few organisations a figure is found from their own participations, not from everybody's. */
const FEW = 100;

/** The organisations whose names hold the words, each with what is known of it at all times. */
export async function organizationList(
  reader: Reader,
  organization: Organization,
  { words, today }: { readonly words: string | null; readonly today: string },
): Promise<OrganizationList> {
  const { found, near } = await organizationsWith(reader, organization.organizationAliases, words);
  const names = found.map(({ name }) => name);
  const [accounts, ever] = await Promise.all([
    reader.query<AccountRow>(sql`
      SELECT id, source, source_id, type, billing_zip AS zip, billing_country AS country FROM organization WHERE deleted_at IS NULL`),
    organizationFigures(reader, organization, names, { metrics: ["X26", "X27"], period: ALL_TIME, today }),
  ]);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const listed = found.map((each) => {
    const own = each.ids.flatMap((id) => byId.get(id) ?? []);
    const row = ever.get(each.name);
    const last = dayOf(row, "X27");
    return {
      ...typesOf(own),
      name: each.name,
      link: linkOf(own, organization),
      local: localityOf(own, organization),
      mark: activityMark(last, today, organization.activity),
      first: dayOf(row, "X26"),
      last,
    };
  });
  return { listed, near: near.map(({ name }) => name) };
}

/** The types that Salesforce's accounts have, for filters. */
export async function organizationTypes(reader: Reader): Promise<readonly string[]> {
  const rows = await reader.query<{ type: string }>(
    sql`SELECT DISTINCT type FROM organization WHERE deleted_at IS NULL ORDER BY type`,
  );
  return rows.map(({ type }) => type);
}

function typesOf(accounts: readonly AccountRow[]): Pick<ListedOrganization, "type" | "types"> {
  const types = [...new Set(accounts.map(({ type }) => type))];
  const known = types.length > 1 ? types.filter((type) => type !== NO_TYPE) : types;
  return { type: known.join(", "), types: known };
}

/** Whether an organisation is local, by the ZIPs that people's addresses are judged by (ruling P5): the closest of its accounts'. */
const localityOf = (accounts: readonly AccountRow[], { local }: Organization): LocalStatus =>
  localStatusOf(
    {
      addresses: accounts.map(({ zip, country }) => ({ zip, country, kind: "billing", isPrimary: true })),
      attendedInPerson: false,
      manual: null,
    },
    local,
  ).status;

const linkOf = ([first]: readonly AccountRow[], organization: Organization): string | null =>
  first === undefined ? null : recordUrl(organization, first.source, "Account", first.source_id);

function dayOf(row: FigureRow | undefined, id: string): string | null {
  const day = row?.figures[id]?.[0];
  return typeof day === "string" ? day : null;
}

/** What a list says of the school year, and of what is to come. */
export const OF_THE_YEAR = ["X60", "M20", "M30"] as const;
export const TO_COME = "X28";

export interface FiguresAsked {
  readonly metrics: readonly string[];
  readonly period: Period;
  readonly today: string;
}

/** Figures of organisations by their names, as reports on one of them have them. */
export async function organizationFigures(
  reader: Reader,
  organization: Organization,
  names: readonly string[],
  { metrics, period, today }: FiguresAsked,
): Promise<ReadonlyMap<string, FigureRow>> {
  if (names.length === 0) return new Map();
  const values = names.map((name) => ({ key: name, label: name }));
  const filters: Filters = names.length > FEW ? [] : [{ dimension: "organisation", values }];
  const asking = { metrics, periods: [period], filters, today, by: "organisation", rowsOnly: true } as const;
  const found = await computeMetrics(reader, organization, asking);
  const rows = new Map(found.rows.map((row) => [row.key, row]));
  return new Map(names.map((name) => [name, rows.get(name) ?? rowOf(found, name)]));
}
