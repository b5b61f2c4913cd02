export {
  addNote,
  excludePerson,
  includePerson,
  type PersonFact,
  type Standing,
  setAvailability,
  setLocalStatus,
  standingDecisions,
  wrongNote,
  wrongReason,
} from "./decisions.js";
export { type LocalReason, localReason } from "./local.js";
export type { OtherRecord, PossibleDuplicate } from "./others.js";
export { type Profile, volunteerProfile } from "./profile.js";
export type { HeldSkill } from "./skills.js";
