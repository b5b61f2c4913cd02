import { printDay, splitPersonName } from "../../domain/index.js";
import { type Cell, column, counted, type Notice, notice, type Table, table } from "../../reply/index.js";
import type { LeadSource } from "../../runtime/index.js";
import { fieldLabel, type ListedLead, phoneOf, shownValue, streetOf } from "../list/index.js";
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

/** Updated leads, a row for each field, with the Id by which Salesforce's import finds them. */
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

/** What has to be known of the workbook by whoever imports it. */
export function workbookNotices(sent: readonly SentLead[]): Notice[] {
  const isThere = sent.filter(({ kind }) => kind === "new").filter((each) => !isToEnter(each)).length;
  const entered = sent.filter(({ kind, told }) => kind === "updated" && told.length === 0).length;
  const nameless = sent.filter((each) => isToEnter(each) && each.lead.person === null).length;
  return [
    notice(
      "“New” has the columns of Salesforce’s Data Import Wizard; export as CSV to import it. Set a duplicate rule to match by phone.",
    ),
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
  const name = splitPersonName(lead.person);
  // Salesforce refuses a lead without a last name or without a company.
  const company = lead.company ?? lead.person ?? streetOf(lead) ?? `Lead ${lead.id}`;
  return [
    name?.first?.slice(0, LONGEST_FIRST_NAME) ?? null,
    (name?.last ?? company).slice(0, LONGEST_LAST_NAME),
    company.slice(0, LONGEST_COMPANY),
    streetOf(lead),
    lead.city,
    lead.state,
    lead.zip,
    phoneOf(lead),
    lead.email,
    labelOf(lead.firstSource, sources),
    descriptionOf(lead, sources),
  ];
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
