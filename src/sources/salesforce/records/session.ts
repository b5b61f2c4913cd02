import {
  isLegacyConnector,
  isSalesforceId,
  localDay,
  localTime,
  minutesBetween,
  parseInstant,
  present,
  readEventFormat,
  readEventStatus,
  readEventType,
  schoolYearOf,
  to18,
} from "../../../domain/index.js";
import type { Reading, Remark } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules, remembered } from "./fields.js";

const REASONS: Readonly<Record<string, string>> = { "inclement weather cancellation": "Weather/Snow Day" };

const typeOf = remembered(readEventType);
const statusOf = remembered(readEventStatus);
const formatOf = remembered(readEventFormat);

/** A session is an event: drafts and connector sessions too (rulings E1, EV1). One without a start is refused, never given a made-up date. */
export function sessionReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const name = take.text("Name");
  const type = take.text("Session_Type__c");
  const format = take.text("Format__c");
  const status = take.text("Session_Status__c");
  const starts = take.raw("Start_Date_and_Time__c");
  const ends = take.raw("End_Date_and_Time__c");
  const school = take.id("School__c");
  const district = take.text("District__c");
  const parent = take.text("Parent_Account__c");
  const location = take.lines("Location_Information__c");
  const description = take.lines("Description__c");
  const reason = take.text("Cancellation_Reason__c");
  const headcount = take.count("Non_Scheduled_Students_Count__c");
  const skills = [
    take.raw("Legacy_Skill_Covered_for_the_Session__c"),
    take.raw("Legacy_Skills_Needed__c"),
    take.raw("Requested_Skills__c"),
  ];
  const information = take.lines("Additional_Information__c");
  const jobs = take.count("Total_Requested_Volunteer_Jobs__c");
  const slots = take.count("Available_Slots__c");
  const host = take.text("Session_Host__c");
  const link = take.raw("Registration_Link__c");

  return (cells): Reading => {
    const title = name(cells);
    if (title === null) return { kind: "refused", reason: "missing_required", detail: "The session has no Name." };
    const [startText, endText] = [starts(cells), ends(cells)];
    if (startText === null)
      return { kind: "refused", reason: "missing_required", detail: "The session has no Start_Date_and_Time__c." };
    const startsAt = parseInstant(startText);
    if (startsAt === null)
      return { kind: "refused", reason: "bad_value", detail: "Start_Date_and_Time__c is not a date and time." };
    const endsAt = parseInstant(endText);
    const [typeRaw, formatRaw, statusRaw] = [type(cells), format(cells), status(cells)];
    const mappedType = typeOf(typeRaw);
    const mappedStatus = statusOf(statusRaw);
    const spanMinutes = endsAt === null ? null : minutesBetween(startsAt, endsAt);
    const localDate = localDay(startsAt, rules.timeZone);
    const schoolYear = schoolYearOf(localDate, rules.schoolYearStartMonth);
    const parentText = parent(cells);
    const reasonText = reason(cells);

    const remarks: Remark[] = [];
    if (!mappedType.isMapped)
      remarks.push({
        kind: "unmapped_session_type",
        detail: `Session type "${typeRaw ?? "(blank)"}" is not mapped; it counts under other.`,
      });
    if (statusRaw === null) remarks.push({ kind: "missing_event_status", detail: "The session has no status." });
    else if (!mappedStatus.isMapped)
      remarks.push({ kind: "unmapped_event_status", detail: `Session status "${statusRaw}" is not mapped.` });
    if (spanMinutes !== null && spanMinutes < 0)
      remarks.push({ kind: "end_before_start", detail: "The session ends before it starts." });

    return {
      kind: "record",
      record: {
        kind: "event",
        title,
        typeRaw,
        type: mappedType.type,
        formatRaw,
        format: formatOf(formatRaw),
        statusRaw,
        status: mappedStatus.status,
        startsAt,
        endsAt,
        localDate,
        localTime: localTime(startsAt, rules.timeZone),
        schoolYear,
        spanMinutes,
        location: location(cells),
        description: description(cells),
        schoolSourceId: school(cells),
        districtRaw: district(cells),
        parentSourceId: parentText !== null && isSalesforceId(parentText) ? to18(parentText) : parentText,
        host: host(cells),
        additionalInformation: information(cells),
        skillsRaw:
          skills
            .map((skill) => skill(cells))
            .filter((text) => text !== null)
            .join(";") || null,
        cancellationReason: reasonText === null ? null : (REASONS[reasonText.toLowerCase()] ?? reasonText),
        registrationLink: hrefOf(link(cells)),
        requestedJobs: jobs(cells),
        availableSlots: slots(cells),
        headcount: headcount(cells),
        isLegacyConnector: isLegacyConnector(mappedType.type, schoolYear),
      },
      remarks,
    };
  };
}

/** The address out of `<a href="https://…">Sign up</a>`, or the text itself when it is an address. */
function hrefOf(html: string | null): string | null {
  if (html === null) return null;
  const address = /href\s*=\s*["']?([^"'\s>]+)/i.exec(html)?.[1] ?? present(html);
  if (address === null) return null;
  const plain = address.replaceAll("&amp;", "&");
  return /^https?:\/\//i.test(plain) ? plain : null;
}
