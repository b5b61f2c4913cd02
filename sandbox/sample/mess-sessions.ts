import { salesforceInstant, schoolYearOf } from "./calendar.js";
import { HELD_STATUSES, LEGACY_CONNECTOR_ENDS, PAST_STATUSES, SESSION_KINDS, TOPICS } from "./lessons.js";
import { unknownId } from "./mess-people.js";
import { participation } from "./participations.js";
import { at } from "./random.js";
import type { SessionRow } from "./rows.js";
import type { Scene } from "./scene.js";
import { type Meeting, type MeetingShape, meeting } from "./sessions.js";

/** Sessions and participations that break a rule somewhere. */
export function plantSessions(scene: Scene): void {
  yearBoundaries(scene);
  impossibleTimes(scene);
  cancelledWithAttendance(scene);
  oddTitles(scene);
  placesThatOnlySoundAlike(scene);
  everyStatusAndKind(scene);
  everyWayToBeThere(scene);
  deletedWithItsPeople(scene);
  orphans(scene);
  doubles(scene);
  oddHours(scene);
}

/** Evenings around the turn of the school year: in UTC they are already tomorrow. */
function yearBoundaries(scene: Scene): void {
  const { setting } = scene;
  for (const year of [setting.currentYear - 1, setting.currentYear]) {
    const lastDay = `${year}-07-31`;
    const firstDay = `${year}-08-01`;
    evening(scene, lastDay, "In-Person", "Summer career night");
    evening(scene, lastDay, "Virtual", "Last call before the new year");
    if (firstDay <= setting.yesterday) evening(scene, firstDay, "In-Person", "Back-to-school career night");
  }
}

function evening(scene: Scene, day: string, format: string, title: string): void {
  const held = plant(scene, { day, hour: 20, title, format });
  scene.attends(at(scene.volunteers, 0).contact, held, 1);
  scene.attends(at(scene.volunteers, 1).contact, held, null);
  if (format === "In-Person") {
    for (const pupil of at(scene.enrolments, 0).students.slice(0, 5)) {
      scene.participations.push(
        participation(scene.setting, scene.luck, "Student", pupil, held, { status: "Attended" }),
      );
    }
  }
}

/** Ends before it starts; lasts three days; has no end; has no date at all. Somebody was there without hours. */
function impossibleTimes(scene: Scene): void {
  const day = scene.held().day;
  for (const [title, change] of [
    ["Ends before it starts", { End_Date_and_Time__c: -60 }],
    ["Left open over the weekend", { End_Date_and_Time__c: 3 * 24 * 60 }],
    ["Nobody wrote down the end", { End_Date_and_Time__c: null }],
    ["A quick hello", { End_Date_and_Time__c: 15 }],
  ] as const) {
    const held = plant(scene, { day, hour: 10, title });
    const minutes = change.End_Date_and_Time__c;
    held.row.End_Date_and_Time__c = minutes === null ? null : salesforceInstant(held.startMs + minutes * 60_000);
    scene.attends(at(scene.volunteers, 2).contact, held, null);
    scene.attends(at(scene.volunteers, 3).contact, held, 1);
  }
  const undated = plant(scene, { day, hour: 10, title: "Date to be agreed", status: "Requested" });
  undated.row.Start_Date_and_Time__c = null;
  undated.row.End_Date_and_Time__c = null;
  undated.row.Start_Date__c = null;
  undated.row.Date_and_Time_for_Cal__c = null;
  scene.attends(at(scene.volunteers, 4).contact, undated, 1);
}

function cancelledWithAttendance(scene: Scene): void {
  const called = plant(scene, {
    day: scene.held().day,
    hour: 9,
    title: "Canceled - Snow day career fair",
    status: "Cancelled",
  });
  scene.attends(at(scene.volunteers, 5).contact, called, 5);
}

/** A title beyond 255 characters, one that is its own id (nobody typed any), and one that pings a channel. */
function oddTitles(scene: Scene): void {
  const day = scene.held().day;
  const long = `Everything that a student of the ninth grade might want to ask: ${"why, when, where and with whom? ".repeat(8)}`;
  plant(scene, { day, hour: 9, title: long.trim() });
  const nameless = plant(scene, { day, hour: 11, title: "" });
  nameless.row.Name = nameless.row.Id;
  plant(scene, { day, hour: 13, title: "<!channel> & <@U0STAFF01>: *bold* career talk" });
}

/** Center and Grandview are districts; these are not theirs. */
function placesThatOnlySoundAlike(scene: Scene): void {
  const day = scene.held().day;
  const nowhere: Partial<SessionRow> = { School__c: null };
  for (const title of [
    "Career Center Day",
    "Tour of the Grandview Career Center",
    "Kaw Point High School alumni at the Center",
  ]) {
    plant(scene, { day, hour: 12, title, change: nowhere });
  }
  plant(scene, {
    day,
    hour: 12,
    title: "Learning together",
    change: { ...nowhere, District__c: "Center for Learning" },
  });
  plant(scene, {
    day,
    hour: 12,
    title: "Half of it is known",
    change: { ...nowhere, District__c: "Grandview, Some Other District" },
  });
}

/** Each status that a past session can be left in, and each label that its type can have, at least once. */
function everyStatusAndKind(scene: Scene): void {
  const { luck, setting, volunteers } = scene;
  for (const [status] of PAST_STATUSES) {
    const left = plant(scene, { day: scene.held().day, hour: 13, title: "Career talk for the ninth grade", status });
    scene.attends(luck.pick(volunteers).contact, left, 1);
  }
  for (const [kind] of SESSION_KINDS) {
    const { day } = kind.label === "Connector Session" ? scene.meetingOf(schoolYearOf(setting.firstDay)) : scene.held();
    if (kind.label === "Connector Session" && schoolYearOf(day) >= LEGACY_CONNECTOR_ENDS) continue;
    const format = kind.virtual >= 0.5 ? "Virtual" : "In-Person";
    const title = at(kind.titles, 0).replace("{topic}", luck.pick(TOPICS)).replace("{school}", "Kaw Point High School");
    const held = plant(scene, { day, hour: 11, title, type: kind.label, format });
    scene.attends(luck.pick(volunteers).contact, held, 1);
  }
  plant(scene, {
    day: scene.held().day,
    hour: 11,
    title: "More came than were asked",
    change: { Available_Slots__c: -1 },
  });
  plant(scene, { day: scene.held().day, hour: 11, title: "In the room or on the screen", format: null });
}

function everyWayToBeThere(scene: Scene): void {
  for (const [status] of HELD_STATUSES) {
    const { contact } = scene.luck.pick(scene.volunteers);
    const held = scene.heldWithout(contact);
    scene.participations.push(participation(scene.setting, scene.luck, "Volunteer", contact, held, { status }));
  }
}

function deletedWithItsPeople(scene: Scene): void {
  const { luck, setting } = scene;
  for (let round = 0; round < setting.scaled(2); round++) {
    const gone = plant(scene, { day: scene.held().day, hour: 9, title: "Entered by mistake" });
    gone.row.IsDeleted = true;
    for (const { contact } of luck.sample(scene.volunteers, 2)) scene.attends(contact, gone, 1).IsDeleted = true;
  }
  // A participation that was taken back, at a session that stands.
  scene.attends(luck.pick(scene.volunteers).contact, scene.held(), 4).IsDeleted = true;
}

/** Participations of contacts and of sessions that nobody has ever seen. */
function orphans(scene: Scene): void {
  for (let index = 0; index < scene.setting.scaled(3); index++) {
    const known = scene.luck.pick(scene.volunteers).contact;
    scene.attends(known, scene.held(), 2).Contact__c = unknownId("Contact", index);
    scene.attends(known, scene.held(), 2).Session__c = unknownId("Session__c", index);
  }
}

/** The same person entered twice for the same session, with different hours. */
function doubles(scene: Scene): void {
  for (let round = 0; round < scene.setting.scaled(3); round++) {
    const { contact } = scene.luck.pick(scene.volunteers);
    const held = scene.heldWithout(contact);
    scene.attends(contact, held, 1);
    scene.attends(contact, held, 2);
  }
}

function oddHours(scene: Scene): void {
  for (const hours of [-1, 0, null]) {
    const { contact } = scene.luck.pick(scene.volunteers);
    scene.attends(contact, scene.heldWithout(contact), hours);
  }
}

type Plot = Pick<MeetingShape, "day" | "hour" | "title"> &
  Partial<Pick<MeetingShape, "type" | "format" | "status" | "change">>;

function plant(scene: Scene, plot: Plot): Meeting {
  const school = at(scene.enrolments, 0).school;
  const held = meeting(scene.setting, scene.luck, {
    minutes: 60,
    type: plot.type === undefined ? "Career Speaker" : plot.type,
    format: plot.format === undefined ? "In-Person" : plot.format,
    status: plot.status === undefined ? "Completed" : plot.status,
    schools: [school],
    ...(plot.change ? { change: plot.change } : {}),
    day: plot.day,
    hour: plot.hour,
    title: plot.title,
  });
  scene.meetings.push(held);
  return held;
}
