export { isValidOn } from "./affiliations.js";
export { type FoundContact, findContacts } from "./find-contact.js";
export * from "./model.js";
export { type Profile, volunteerProfile } from "./profile.js";
export { searchVolunteers } from "./search.js";
export { type Trace, type Traces, traceAnything } from "./trace.js";
export {
  readVocabulary,
  type SkillAsk,
  skillMatches,
  stemsOf,
  understandSkill,
  type Vocabulary,
} from "./vocabulary.js";
