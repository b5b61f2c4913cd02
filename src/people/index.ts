export { isValidOn } from "./affiliations.js";
export { type ContactHistory, type Contacting, contactHistory, reliability } from "./communications.js";
export { type FoundContact, findContacts, findPersons, placesOf } from "./find-contact.js";
export * from "./matching/index.js";
export {
  findPartnerLists,
  MATCH_KINDS,
  type MatchKind,
  matchPartnerList,
  type PartnerList,
  type PartnerMatch,
  type PartnerMatches,
  type PartnerPerson,
  partnerLists,
} from "./partner-match.js";
export * from "./profile/index.js";
export {
  type NewSavedSearch,
  removeSavedSearch,
  type SavedSearch,
  savedSearches,
  savedSearchesCalled,
  savedSearchWithId,
  saveSearch,
} from "./saved-searches.js";
export { type LeftOutOfSearch, type LeftOutVolunteer, nearestLeftOut } from "./search/left-out.js";
export * from "./search/model.js";
export { type SearchWords, searchVolunteers } from "./search/search.js";
export * from "./skills/index.js";
export {
  entryReference,
  giveTeacherLink,
  isTokenShaped,
  linkOf,
  noteOpened,
  type RosterTeacher,
  randomKey,
  removeTeacherLinks,
  rosterTeachers,
  type TeacherLink,
} from "./teacher-links.js";
export { pageOf, type TeacherPage, teacherPage } from "./teacher-links-page.js";
export {
  answerRemark,
  keepRemark,
  LONGEST_REMARK,
  listRemarks,
  type OwnRemark,
  REMARK_KINDS,
  type Remark,
  type RemarkKind,
  remarkSchema,
  remarkWithId,
  reopenRemark,
  sessionReference,
  type TeacherRemark,
} from "./teacher-links-remarks.js";
export * from "./teachers/index.js";
export { traceAnything } from "./trace.js";
export type { Circumstances as TraceCircumstances, Trace, Traces } from "./trace-model.js";
export { type Searched, sourcesSearched } from "./trace-searched.js";
export {
  readSkillRules,
  readVocabulary,
  type SkillAsk,
  type SkillRules,
  skillMatches,
  stemsOf,
  understandSkill,
  type Vocabulary,
} from "./vocabulary.js";
