import type { Names } from "../src/command/index.js";
import { printPhone } from "../src/domain/index.js";
import { fieldLabel, type LeadStory, problemLabel, shownValue } from "../src/leads/index.js";
import { column, showInstant, type Table, table } from "../src/reply/index.js";

/** What is known of a lead, each table only where it has something to say; who it is and its files always. */
export function storyTables(story: LeadStory, names: Names, timeZone: string): Table[] {
  return [
    fieldsTable(story),
    linesTable(story),
    ...[
      changesTable(story),
      differencesTable(story),
      contactsTable(story),
      identitiesTable(story),
      statusesTable(story, timeZone),
      deliveriesTable(story, names),
      problemsTable(story),
    ].filter(({ rows }) => rows.length > 0),
  ];
}

const fieldsTable = ({ fields }: LeadStory): Table =>
  table({
    key: "fields",
    title: "Who it is",
    columns: [
      column("field", "Field", "text", "open"),
      column("value", "Value", "text", "contact"),
      column("source", "From the source", "text", "open"),
      column("file", "File", "text", "open"),
    ],
    rows: fields.map(({ field, value, source, file }) => [fieldLabel(field), shownValue(field, value), source, file]),
    empty: "Its lists say nothing of it.",
  });

const linesTable = ({ lines }: LeadStory): Table =>
  table({
    key: "files",
    title: "Files and lines",
    columns: [
      column("source", "Source", "text", "open"),
      column("date", "Date", "date", "open"),
      column("file", "File", "text", "open"),
      column("line", "Line", "integer", "open"),
      column("row", "Number in the source", "text", "contact"),
      column("company", "Called", "text", "open"),
    ],
    rows: [...lines]
      .reverse()
      .map(({ source, fileDate, file, line, rowKey, company }) => [source, fileDate, file, line, rowKey, company]),
    empty: "No file holds it.",
  });

const changesTable = ({ changes }: LeadStory): Table =>
  table({
    key: "changes",
    title: "What changed from file to file",
    columns: [
      column("date", "Date", "date", "open"),
      column("field", "Field", "text", "open"),
      column("was", "From", "text", "contact"),
      column("now", "To", "text", "contact"),
      column("source", "Source", "text", "open"),
      column("file", "File", "text", "open"),
    ],
    rows: [...changes]
      .reverse()
      .map(({ fileDate, field, was, now, source, file }) => [
        fileDate,
        fieldLabel(field),
        shownValue(field, was),
        shownValue(field, now),
        source,
        file,
      ]),
    empty: "Nothing changed.",
  });

const differencesTable = ({ lead }: LeadStory): Table =>
  table({
    key: "differences",
    title: "What Salesforce does not say",
    columns: [
      column("field", "Field", "text", "open"),
      column("was", "In Salesforce", "text", "contact"),
      column("now", "In the source", "text", "contact"),
      column("date", "List of", "date", "open"),
    ],
    rows: lead.differences.map(({ field, was, now, file_date }) => [
      fieldLabel(field),
      shownValue(field, was),
      shownValue(field, now),
      file_date,
    ]),
    empty: "Nothing.",
  });

const contactsTable = ({ contacts }: LeadStory): Table =>
  table({
    key: "contacts",
    title: "Contacts",
    columns: [
      column("name", "Name", "text", "name"),
      column("role", "Role", "text", "name"),
      column("phone", "Phone", "text", "contact"),
      column("email", "E-mail", "text", "contact"),
      column("source", "Source", "text", "open"),
      column("last", "Last seen", "date", "open"),
    ],
    rows: contacts.map(({ name, role, phone, email, source, lastDate }) => [
      name,
      role,
      phone === null ? null : printPhone(phone),
      email,
      source,
      lastDate,
    ]),
    empty: "Nobody.",
  });

const KINDS: Readonly<Record<string, string>> = {
  phone: "phone",
  address: "address",
  email: "e-mail",
  licence: "licence",
  school_uuid: "school id",
  salesforce: "Salesforce id",
};

const identitiesTable = ({ identities }: LeadStory): Table =>
  table({
    key: "identities",
    title: "Every phone, address and number it was known by",
    columns: [
      column("kind", "Kind", "text", "open"),
      column("value", "Value", "text", "contact"),
      column("source", "From", "text", "open"),
      column("first", "First seen", "date", "open"),
      column("last", "Last seen", "date", "open"),
    ],
    rows: identities.map(({ kind, value, source, firstDate, lastDate }) => [
      KINDS[kind] ?? kind,
      kind === "phone" ? printPhone(value) : value,
      source,
      firstDate,
      lastDate,
    ]),
    empty: "None.",
  });

const statusesTable = ({ statuses }: LeadStory, timeZone: string): Table =>
  table({
    key: "statuses",
    title: "Status in Salesforce",
    columns: [
      column("status", "Status", "text", "open"),
      column("stage", "Outreach stage", "text", "open"),
      column("from", "From", "instant", "open"),
      column("to", "To", "text", "open"),
    ],
    rows: [...statuses]
      .reverse()
      .map(({ status, stage, from, to }) => [status, stage, from, to === null ? "now" : showInstant(to, timeZone)]),
    empty: "None.",
  });

const deliveriesTable = ({ deliveries }: LeadStory, names: Names): Table =>
  table({
    key: "deliveries",
    title: "Sent to Sales",
    columns: [
      column("month", "Month", "month", "open"),
      column("kind", "As", "text", "open"),
      column("sent", "Sent", "instant", "open"),
      column("taken_by", "Taken by", "text", "name"),
      column("taken_at", "Taken", "instant", "open"),
    ],
    rows: deliveries.map(({ month, kind, sentAt, takenBy, takenAt }) => [
      month,
      kind,
      sentAt,
      takenBy === null ? null : (names.get(takenBy) ?? takenBy),
      takenAt,
    ]),
    empty: "Not yet.",
  });

const problemsTable = ({ problems }: LeadStory): Table =>
  table({
    key: "problems",
    title: "What cannot be used",
    columns: [
      column("source", "Source", "text", "open"),
      column("field", "Field", "text", "open"),
      column("problem", "What is wrong", "text", "open"),
      column("came", "What came", "text", "contact"),
    ],
    rows: problems.map(({ source, field, problem, came }) => [source, fieldLabel(field), problemLabel(problem), came]),
    empty: "Nothing.",
  });
