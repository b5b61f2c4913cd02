export {
  attendanceEntry,
  attendanceHistory,
  attendanceSources,
  holdEvent,
  recordAttendance,
  takeBackAttendance,
} from "./entries.js";
export type { AttendanceEntry, AttendanceNumbers, AttendanceSources } from "./model.js";
export { volunteerAt } from "./volunteer-at.js";
export { attendanceInWords, oddities } from "./words.js";
