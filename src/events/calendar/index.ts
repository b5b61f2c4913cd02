export { legendOf, type Month, monthPicture, monthTable, monthTakeaway, monthWith, weeksOf } from "./month.js";
export { hasOf, isToCome, NEEDS, type Need, needsOf, needsShown, urgencyOf } from "./needs.js";
export { OWNERS_BY_EVENT } from "./owners.js";
export {
  CALLED_OFF,
  type CalendarAsked,
  type CalendarEvent,
  calendarEvents,
  type EventOwner,
  nearestDay,
  presentedAmong,
  presentsAt,
} from "./read.js";
export { statusMark, statusShown } from "./status-marks.js";
export { CALENDAR_SORTS, calendarTable } from "./table.js";
