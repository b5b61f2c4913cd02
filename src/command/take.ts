/** Every kind of argument a command can take, as in `take.words({ label: "Skill" })`. */
export { day } from "./day.js";
export { eventTypes } from "./event-types.js";
export { figures } from "./figures.js";
export { file } from "./file.js";
export {
  channel,
  choice,
  choices,
  flag,
  member,
  numbers,
  period,
  periods,
  plainChoices,
  reference,
  references,
  text,
  whole,
  words,
} from "./kinds.js";
export { instant, listing, page, sort, standing, where } from "./listing.js";
