import type { CommandContext, Names } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import {
  changedFields,
  changesInWords,
  type ListedLead,
  matchWords,
  type Overlap,
  phoneOf,
  problemLabel,
  standingWords,
  streetOf,
  type UnusableRow,
} from "../src/leads/index.js";
import { type Cell, type Column, column, type Table, table } from "../src/reply/index.js";

const COLUMNS: readonly Column[] = [
  column("company", "Company", "text", "open"),
  column("city", "City", "text", "open"),
  column("state", "State", "text", "open"),
  column("standing", "Standing", "text", "open"),
  column("sources", "Sources", "text", "open"),
  column("first", "First seen", "date", "open"),
  column("first_file", "In the file", "text", "open"),
  column("status", "Salesforce status", "text", "open"),
  column("stage", "Outreach stage", "text", "open"),
  column("changed", "Changed", "text", "open"),
  column("person", "Contact", "text", "name"),
  column("phone", "Phone", "text", "contact"),
  column("email", "E-mail", "text", "contact"),
  column("street", "Street", "text", "contact"),
  column("zip", "ZIP", "text", "contact"),
  column("county", "County", "text", "open"),
  column("changes", "From → to", "text", "contact"),
  column("sent", "Sent in", "text", "open"),
  column("taken", "Taken by", "text", "name"),
  column("lead", "Lead", "integer", "open"),
  column("salesforce", "Salesforce", "link", "open", { linkLabel: "company" }),
];

/** Leads as a list; contacts stand behind what a channel may hold. */
export function leadsTable(
  leads: readonly ListedLead[],
  { title, empty, names }: { readonly title: string; readonly empty: string; readonly names: Names },
  { organization }: Pick<CommandContext, "organization">,
): Table {
  return table({
    key: "leads",
    title,
    columns: COLUMNS,
    rows: leads.map((lead): Cell[] => [
      lead.company,
      lead.city,
      lead.state,
      standingWords(lead),
      lead.sources.join(", "),
      lead.firstDate,
      lead.firstFile,
      lead.isConverted ? `${lead.salesforceStatus ?? "status not known"}, converted` : lead.salesforceStatus,
      lead.outreachStage,
      changedFields(lead.differences) || null,
      lead.person,
      phoneOf(lead),
      lead.email,
      streetOf(lead),
      lead.zip,
      lead.county,
      changesInWords(lead.differences) || null,
      lead.sentIn,
      lead.taken === null ? null : (names.get(lead.taken.by) ?? lead.taken.by),
      lead.id,
      lead.salesforceId === null ? null : recordUrl(organization.salesforce.recordUrl, "Lead", lead.salesforceId),
    ]),
    empty,
  });
}

/** The same for leads that are in no Salesforce lead, with why they are not. */
export function unmatchedTable(leads: readonly ListedLead[], empty: string): Table {
  return table({
    key: "leads",
    title: "Without a match in Salesforce",
    columns: [
      column("company", "Company", "text", "open"),
      column("city", "City", "text", "open"),
      column("state", "State", "text", "open"),
      column("why", "Why", "text", "open"),
      column("address", "Address", "text", "open"),
      column("sources", "Sources", "text", "open"),
      column("first", "First seen", "date", "open"),
      column("person", "Contact", "text", "name"),
      column("phone", "Phone", "text", "contact"),
      column("email", "E-mail", "text", "contact"),
      column("street", "Street", "text", "contact"),
      column("lead", "Lead", "integer", "open"),
    ],
    rows: leads.map((lead) => [
      lead.company,
      lead.city,
      lead.state,
      matchWords(lead),
      lead.hasAddress ? "usable" : "not usable",
      lead.sources.join(", "),
      lead.firstDate,
      lead.person,
      phoneOf(lead),
      lead.email,
      streetOf(lead),
      lead.id,
    ]),
    empty,
  });
}

/** Rows as they came, with what of them cannot be used. */
export const unusableTable = (rows: readonly UnusableRow[], empty: string): Table =>
  table({
    key: "rows",
    title: "Rows that cannot be used whole",
    columns: [
      column("company", "Company", "text", "open"),
      column("city", "City", "text", "open"),
      column("state", "State", "text", "open"),
      column("problem", "What is wrong", "text", "open"),
      column("came", "What came", "text", "contact"),
      column("source", "Source", "text", "open"),
      column("file", "File", "text", "open"),
      column("line", "Line", "integer", "open"),
      column("lead", "Lead", "integer", "open"),
    ],
    rows: rows.map(({ company, city, state, problems, source, file, line, leadId }) => [
      company,
      city,
      state,
      problems.map(({ problem }) => problemLabel(problem)).join("; "),
      problems.map(({ came }) => (came === null ? "nothing" : `“${came}”`)).join("; "),
      source,
      file,
      line,
      leadId,
    ]),
    empty,
  });

/** Sources by sources: how many leads two of them share; on the diagonal all of a source, and beside it those in it alone. */
export const overlapTable = ({ sources, shared, alone }: Overlap, labelOf: (source: string) => string): Table =>
  table({
    key: "overlap",
    title: "Leads that two sources share",
    columns: [
      column("source", "Source", "text", "open"),
      ...sources.map((source) => column(source, labelOf(source), "integer", "open")),
      column("alone", "In no other source", "integer", "open"),
    ],
    rows: sources.map((one) => [labelOf(one), ...sources.map((other) => shared(one, other)), alone(one)]),
    empty: "No source has any lead.",
  });
