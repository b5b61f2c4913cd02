import { foldText } from "../../domain/index.js";
import type { Remark } from "../model.js";
import type { RowCells } from "./cells.js";
import type { Dataset } from "./model.js";
import type { EventRequestRecord } from "./records.js";
import { digest, readRow } from "./row.js";

const MOST_STUDENTS = 10_000;

const STATUSES: Readonly<Record<EventRequestRecord["status"], readonly string[]>> = {
  requested: ["requested", "request", "pending", "waitlist", "waitlisted", "waiting", "tentative", "invited"],
  confirmed: ["confirmed", "confirm", "yes", "y", "approved", "accepted", "registered", "attending"],
  declined: ["declined", "no", "n", "cancelled", "canceled", "withdrawn", "not attending", "denied"],
};
const BY_WORDS: ReadonlyMap<string, EventRequestRecord["status"]> = new Map(
  (Object.keys(STATUSES) as EventRequestRecord["status"][]).flatMap((status) =>
    STATUSES[status].map((words) => [words, status] as const),
  ),
);

/** What schools asked for and were given at BFI and HSA events. */
export const eventRequests: Dataset = {
  name: "event-requests",
  label: "Event confirmations",
  describe: "How many students each school asked to bring to a BFI or HSA event, and how many were confirmed.",
  columns: [
    { key: "program", names: ["Program", "Event Type"], required: false },
    { key: "event", names: ["Event", "Event Name", "Title"], required: true },
    { key: "date", names: ["Date", "Event Date"], required: false },
    { key: "school", names: ["School", "School Name", "Building"], required: true },
    { key: "contactName", names: ["Contact Name", "Contact", "School Contact"], required: false },
    { key: "contactEmail", names: ["Contact Email", "Email", "E-mail"], required: false },
    { key: "requested", names: ["Students Requested", "Requested", "# Requested"], required: true },
    { key: "confirmed", names: ["Students Confirmed", "Confirmed", "# Confirmed"], required: false },
    { key: "status", names: ["Status", "Confirmation"], required: false },
    { key: "notes", names: ["Notes", "Note", "Comments"], required: false },
  ],
  key: ["program", "event", "date", "school", "contactEmail"],
  read(row, rules) {
    return [
      readRow(row, rules, this.columns, keyOf, (cells) => {
        const confirmedStudents = cells.count("confirmed", 0, MOST_STUDENTS);
        const statusRaw = cells.text("status");
        const { status, remarks } = readStatus(statusRaw, confirmedStudents);
        return {
          record: {
            kind: "event_request",
            origin: rules.origin,
            programRaw: cells.text("program"),
            titleRaw: cells.needed("event"),
            localDate: cells.day("date"),
            schoolRaw: cells.text("school"),
            contactName: cells.text("contactName"),
            contactEmail: cells.email("contactEmail"),
            requestedStudents: cells.count("requested", 0, MOST_STUDENTS),
            confirmedStudents,
            statusRaw,
            status,
            note: cells.text("notes"),
          },
          remarks,
        };
      }),
    ];
  },
};

function keyOf(cells: RowCells): string {
  const places = [cells.text("program"), cells.needed("event"), cells.text("school")];
  return digest(...places.map((text) => foldText(text ?? "")), cells.day("date"), cells.email("contactEmail"));
}

/** Without a status, confirmed students say that it is confirmed; words that nobody has mapped stay a wish, with a flag. */
function readStatus(
  raw: string | null,
  confirmed: number | null,
): { status: EventRequestRecord["status"]; remarks: readonly Remark[] } {
  if (raw === null) return { status: confirmed !== null && confirmed > 0 ? "confirmed" : "requested", remarks: [] };
  const status = BY_WORDS.get(foldText(raw));
  if (status !== undefined) return { status, remarks: [] };
  return {
    status: "requested",
    remarks: [
      { kind: "unmapped_request_status", detail: `The status “${raw}” is mapped to nothing; it counts as requested.` },
    ],
  };
}
