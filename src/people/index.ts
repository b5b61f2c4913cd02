export { isValidOn } from "./affiliations.js";
export { type ContactHistory, type Contacting, contactHistory, reliability } from "./communications.js";
export { type FoundContact, findContacts } from "./find-contact.js";
export { type LeftOutOfSearch, type LeftOutVolunteer, nearestLeftOut } from "./left-out.js";
export * from "./model.js";
export { type Profile, volunteerProfile } from "./profile.js";
export { searchVolunteers } from "./search.js";
export { traceAnything } from "./trace.js";
export type { Circumstances as TraceCircumstances, Trace, Traces } from "./trace-model.js";
export { type Searched, sourcesSearched } from "./trace-searched.js";
export { sourceLabel } from "./trace-words.js";
export {
  readVocabulary,
  type SkillAsk,
  skillMatches,
  stemsOf,
  understandSkill,
  type Vocabulary,
} from "./vocabulary.js";
