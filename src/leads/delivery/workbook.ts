import { printDay, splitPersonName } from "../../domain/index.js";
import { type Cell, column, counted, type Notice, notice, type Table, table } from "../../reply/index.js";
import type { LeadSource } from "../../runtime/index.js";
import { type Difference, fieldLabel, type ListedLead, phoneOf, shownValue, streetOf } from "../list/index.js";
import type { SentLead } from "./sent.js";

/** What Salesforce holds at most of a name. */
const LONGEST_FIRST_NAME = 40;
const LONGEST_LAST_NAME = 80;
const LONGEST_COMPANY = 255;

/** The headers are the labels of Salesforce's own fields, which its Data Import Wizard recognises by themselves. */
const IMPORT_COLUMNS = [
  column("first_name", "First Name", "text", "name"),
  column("last_name", "Last Name", "text", "name"),
  column("company", "Company", "text", "open"),
  column("street", "Street", "text", "contact"),
  column("city", "City", "text", "open"),
  column("state", "State", "text", "open"),
  column("postal_code", "Postal Code", "text", "contact"),
  column("phone", "Phone", "text", "contact"),
  column("email", "Email", "text", "contact"),
  column("lead_source", "Lead Source", "text", "open"),
  column("description", "Description", "text", "open"),
  column("capacity", "Capacity", "integer", "open"),
];

const UPDATE_COLUMNS = [
  column("id", "Id", "text", "open"),
  column("company", "Company", "text", "open"),
  column("field", "Field", "text", "open"),
  column("was", "In Salesforce", "text", "contact"),
  column("now", "In the source", "text", "contact"),
  column("file_date", "List of", "date", "open"),
];

/** New leads as Salesforce's import takes them in. Those that have come to Salesforce since are left out: they would be there twice. */
export function importTable(sent: readonly SentLead[], sources: readonly LeadSource[]): Table {
  return table({
    key: "new",
    title: "New",
    columns: IMPORT_COLUMNS,
    rows: sent.filter(isToEnter).map(({ lead }) => importCells(lead, sources)),
    empty: "No lead of this message is still to be entered.",
  });
}

/** What changed of updated leads, a row for each field, to be read. */
export function updateTable(sent: readonly SentLead[]): Table {
  return table({
    key: "updated",
    title: "Updated",
    columns: UPDATE_COLUMNS,
    rows: sent.flatMap(({ lead, kind, told }) =>
      kind === "new"
        ? []
        : told.map(({ field, was, now, file_date }): Cell[] => [
            lead.salesforceId,
            lead.company,
            fieldLabel(field),
            shownValue(field, was),
            shownValue(field, now),
            file_date,
          ]),
    ),
    empty: "Nothing that this message told of is still different in Salesforce.",
  });
}

/**
 * The same leads as Salesforce's import takes them in: a row for each lead there, found by its Id, in which what changed is filled in and nothing else. Of
 * several of ours that are one there, what they say differently is for a person to decide, and left out.
 */
export function updateImportTable(sent: readonly SentLead[]): Table {
  return table({
    key: "to_update",
    title: "Updates to import",
    columns: [column("id", "Id", "text", "open"), ...IMPORT_COLUMNS],
    rows: [...updatesById(sent)].flatMap(([id, fields]): Cell[][] => {
      const filled: Filled = Object.assign({}, ...[...fields.values()].filter((said) => !isTorn(said)).flat());
      const cells = IMPORT_COLUMNS.map(({ key }) => filled[key] ?? null);
      return cells.every((cell) => cell === null) ? [] : [[id, ...cells]];
    }),
    empty: "No update of this message is still to be entered.",
  });
}

/** Cells by the keys of their columns. */
type Filled = Readonly<Record<string, Cell>>;

/** Id in Salesforce → field → what our leads that are this one say of it. */
function updatesById(sent: readonly SentLead[]): Map<string, Map<string, readonly Filled[]>> {
  const byId = new Map<string, Map<string, readonly Filled[]>>();
  for (const { lead, kind, told } of sent) {
    const id = lead.salesforceId;
    if (kind === "new" || id === null) continue;
    const fields = byId.get(id) ?? new Map<string, readonly Filled[]>();
    byId.set(id, fields);
    for (const difference of told)
      fields.set(difference.field, [...(fields.get(difference.field) ?? []), filledBy(difference, lead)]);
  }
  return byId;
}

const isTorn = (said: readonly Filled[]): boolean => new Set(said.map((each) => JSON.stringify(each))).size > 1;

/** The columns that a difference fills in: an address as a whole, since half of the new one would stand beside half of the old. */
function filledBy({ field, now }: Difference, lead: ListedLead): Filled {
  const text = String(now ?? "");
  switch (field) {
    case "phone":
      return { phone: text === lead.phone ? phoneOf(lead) : shownValue(field, now) };
    case "email":
      return { email: text };
    case "company":
      return { company: text.slice(0, LONGEST_COMPANY) };
    case "person":
      return nameCells(text, text);
    case "address":
      return { street: streetOf(lead), city: lead.city, state: lead.state, postal_code: lead.zip };
    case "capacity":
      return { capacity: Number(now) };
    default:
      return {};
  }
}

/** What has to be known of the workbook by whoever imports it. */
export function workbookNotices(sent: readonly SentLead[]): Notice[] {
  const isThere = sent.filter(({ kind }) => kind === "new").filter((each) => !isToEnter(each)).length;
  const entered = sent.filter(({ kind, told }) => kind === "updated" && told.length === 0).length;
  const torn = [...updatesById(sent).values()].filter((fields) => [...fields.values()].some(isTorn)).length;
  const nameless = sent.filter((each) => isToEnter(each) && each.lead.person === null).length;
  return [
    notice(
      "“New” and “Updates to import” have the columns of Salesforce’s Data Import Wizard; export as CSV to import them. Add the new ones with a duplicate rule that matches by phone; update the others by their Id, where an empty cell changes nothing. “Updated” is to be read.",
    ),
    ...(torn === 0
      ? []
      : [
          notice(
            `${counted(torn, "lead")} of Salesforce ${torn === 1 ? "is" : "are"} several of ours that say different things: those fields are left out of “Updates to import”, and stand in “Updated” for you to decide.`,
          ),
        ]),
    ...(nameless === 0
      ? []
      : [
          notice(
            `Salesforce asks for a last name: ${counted(nameless, "lead")} without a contact person ${nameless === 1 ? "has" : "have"} the company's name there.`,
          ),
        ]),
    ...(isThere === 0
      ? []
      : [
          notice(
            `${counted(isThere, "new lead")} came to Salesforce since and ${isThere === 1 ? "is" : "are"} left out.`,
          ),
        ]),
    ...(entered === 0
      ? []
      : [
          notice(
            `${counted(entered, "updated lead")} ${entered === 1 ? "is" : "are"} left out: what was told of ${entered === 1 ? "it" : "them"} is no longer different.`,
          ),
        ]),
  ];
}

const isToEnter = ({ kind, lead }: SentLead): boolean => kind === "new" && lead.standing === "new";

function importCells(lead: ListedLead, sources: readonly LeadSource[]): Cell[] {
  // Salesforce refuses a lead without a last name or without a company.
  const company = lead.company ?? lead.person ?? streetOf(lead) ?? `Lead ${lead.id}`;
  const { first_name, last_name } = nameCells(lead.person, company);
  return [
    first_name,
    last_name,
    company.slice(0, LONGEST_COMPANY),
    streetOf(lead),
    lead.city,
    lead.state,
    lead.zip,
    phoneOf(lead),
    lead.email,
    labelOf(lead.firstSource, sources),
    descriptionOf(lead, sources),
    lead.capacity,
  ];
}

function nameCells(person: string | null, instead: string) {
  const name = splitPersonName(person);
  return {
    first_name: name?.first?.slice(0, LONGEST_FIRST_NAME) ?? null,
    last_name: (name?.last ?? instead).slice(0, LONGEST_LAST_NAME),
  };
}

const labelOf = (source: string, sources: readonly LeadSource[]): string =>
  sources.find(({ name }) => name === source)?.label ?? source;

/** "Lists: Licensing register of Nevada. Licence 12345 (family care, active). Capacity 24. First seen 1 Nov 2026. Polaris lead 77." */
function descriptionOf(lead: ListedLead, sources: readonly LeadSource[]): string {
  const about = [lead.licenceType, lead.licenceStatus].filter((part) => part !== null).join(", ");
  return [
    `Lists: ${lead.sources.map((source) => labelOf(source, sources)).join("; ")}.`,
    ...(lead.licence === null ? [] : [`Licence ${lead.licence}${about === "" ? "" : ` (${about})`}.`]),
    ...(lead.capacity === null ? [] : [`Capacity ${lead.capacity}.`]),
    ...(lead.ages === null ? [] : [`Ages ${lead.ages}.`]),
    `First seen ${printDay(lead.firstDate)}.`,
    ...(lead.phone === null ? ["No usable phone: look whether it is in Salesforce already."] : []),
    `Polaris lead ${lead.id}.`,
  ].join(" ");
}
