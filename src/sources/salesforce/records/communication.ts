import { instantOf, localDay, normalizeEmail, parseInstant } from "../../../domain/index.js";
import type { CommunicationAddress, CommunicationRecord, Reading, Remark } from "../../model.js";
import type { Cell } from "../cells.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { wordsOf } from "./body.js";
import { fieldsOf, type ReadingRules, remembered } from "./fields.js";

const NO_REMARKS: readonly Remark[] = [];
const NOBODY: readonly CommunicationAddress[] = [];

const ACTIVITIES: Readonly<Record<string, CommunicationRecord["activity"]>> = {
  email: "email",
  call: "call",
  "status update": "status_change",
  status_update: "status_change",
  meeting: "activity",
};

/** When a row was made or last written: for one that does not say when it happened. */
function momentOf(layout: Layout, rules: ReadingRules): (cells: readonly Cell[]) => string | null {
  const take = fieldsOf(layout, rules);
  const made = take.raw("CreatedDate");
  const stamped = take.raw("SystemModstamp");
  return (cells) => parseInstant(made(cells)) ?? parseInstant(stamped(cells));
}

const UNDATED: Reading = {
  kind: "refused",
  reason: "bad_value",
  detail: "Neither its own date nor CreatedDate or SystemModstamp is a date and time.",
};

/** A call, a task or an e-mail that was noted by hand. Its day is a day of the organisation's, without a time. */
export function taskReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const subject = take.text("Subject");
  const description = take.raw("Description");
  const type = take.text("Type");
  const status = take.text("Status");
  const day = take.day("ActivityDate");
  const who = take.id("WhoId");
  const what = take.id("WhatId");
  const moment = momentOf(layout, rules);
  const beginningOf = remembered((text) => (text === null ? null : instantOf(text, "00:00", rules.timeZone)));

  return (cells): Reading => {
    const whoSourceId = who(cells);
    if (whoSourceId === null) return { kind: "skipped", reason: "about_nobody" };
    const on = day(cells);
    const happenedAt = beginningOf(on) ?? moment(cells);
    if (happenedAt === null) return UNDATED;
    return {
      kind: "record",
      record: {
        kind: "communication",
        form: "task",
        activity: ACTIVITIES[type(cells)?.toLowerCase() ?? ""] ?? "note",
        direction: null,
        subject: subject(cells),
        body: wordsOf(description(cells)),
        statusRaw: status(cells),
        happenedAt,
        localDate: on ?? localDay(happenedAt, rules.timeZone),
        fromAddress: null,
        toAddresses: null,
        ccAddresses: null,
        addresses: NOBODY,
        whoSourceId,
        relatedSourceId: what(cells),
        caseSourceId: null,
      },
      remarks: NO_REMARKS,
    };
  };
}

export function emailReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const subject = take.text("Subject");
  const text = take.raw("TextBody");
  const html = take.raw("HtmlBody");
  const sentAt = take.raw("MessageDate");
  const from = take.lines("FromAddress");
  const to = take.lines("ToAddress");
  const cc = take.lines("CcAddress");
  const related = take.id("RelatedToId");
  const parent = take.id("ParentId");
  const incoming = take.truth("Incoming");
  const status = take.text("Status");
  const moment = momentOf(layout, rules);

  return (cells): Reading => {
    const relatedSourceId = related(cells);
    if (relatedSourceId === null) return { kind: "skipped", reason: "about_nobody" };
    const happenedAt = parseInstant(sentAt(cells)) ?? moment(cells);
    if (happenedAt === null) return UNDATED;
    const [fromAddress, toAddresses, ccAddresses] = [from(cells), to(cells), cc(cells)];
    return {
      kind: "record",
      record: {
        kind: "communication",
        form: "email",
        activity: "email",
        direction: incoming(cells) ? "received" : "sent",
        subject: subject(cells),
        body: wordsOf(text(cells)) ?? wordsOf(html(cells)),
        statusRaw: status(cells),
        happenedAt,
        localDate: localDay(happenedAt, rules.timeZone),
        fromAddress,
        toAddresses,
        ccAddresses,
        addresses: [
          ...addressesOf("from", fromAddress),
          ...addressesOf("to", toAddresses),
          ...addressesOf("cc", ccAddresses),
        ],
        whoSourceId: null,
        relatedSourceId,
        caseSourceId: parent(cells),
      },
      remarks: NO_REMARKS,
    };
  };
}

/** Every address of a list, once: "Jane@x.org; Doe, John <john@x.org>" holds two. */
function addressesOf(role: CommunicationAddress["role"], list: string | null): CommunicationAddress[] {
  if (list === null) return [];
  const found = new Set<string>();
  for (const part of list.split(/[,;\n]/)) {
    const address = normalizeEmail(/<([^<>]*)>/.exec(part)?.[1] ?? part);
    if (address !== null) found.add(address);
  }
  return [...found].map((address) => ({ role, address }));
}
