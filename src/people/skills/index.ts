export { type ListedSkill, listSkills } from "./list.js";
export { suggestSkills } from "./lookup.js";
export {
  forgetNaming,
  isKnownSkill,
  listNamings,
  type Naming,
  type NamingKind,
  nameSkill,
  pathwayNamed,
  setSkillPathway,
  skillNamed,
  unknownPathways,
} from "./naming.js";
export { BASES, type Basis } from "./readings.js";
export {
  answerSuggestions,
  listSuggestions,
  MOST_ANSWERED,
  reopenSuggestions,
  type Suggestion,
  type SuggestionGroup,
  suggestionGroups,
} from "./review.js";
export { type Suggested, settleSuggestions } from "./suggest.js";
export { addSkill, holdContact, removeSkill, SKILL_SOURCES, type SkillChange } from "./tag.js";
export { preferredSkill, readSkillPathways, readSkillWords, skillShown } from "./words.js";
