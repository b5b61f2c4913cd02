export { type TeacherCard, type TeacherRecord, teacherCard } from "./card.js";
export {
  type AttendanceWord,
  hasBegun,
  type NewOverride,
  OVERRIDES,
  type Overridden,
  type Override,
  overrideAttendance,
} from "./overrides.js";
export type { RosterBasis, RosterRow, TeacherRoster } from "./roster.js";
