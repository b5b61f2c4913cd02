export type {
  Argument,
  Arguments,
  ChoiceOf,
  Given,
  Option,
  OptionsSource,
  ReferenceKind,
  Schema,
  Shape,
} from "./argument.js";
export { askWhich } from "./asks.js";
export { type AuditRecord, writeAudit } from "./audit.js";
export { accessIn, holds } from "./authorise.js";
export { type Command, type CommandDefinition, defineCommand } from "./define.js";
export { createDispatch, type Dispatch, type DispatchParts, type FormOutcome, type SubmitOutcome } from "./dispatch.js";
export { failureOf } from "./failure.js";
export { type FigureArguments, filtersOf, smallGroupsFor } from "./figures.js";
export type { Entry, Form, FormField, Submitted } from "./forms.js";
export { helpReply, helpTopics } from "./help.js";
export type { Filter, Member, NumberRange, Reference, Sort } from "./kinds.js";
export { RateLimit } from "./limit.js";
export { REPORT_FORMATS } from "./listing.js";
export * from "./model.js";
export { isOneLetterOff, nearest } from "./nearest.js";
export type { FormAsked } from "./opening.js";
export { type Registry, registryOf } from "./registry.js";
export { type Names, namesOfPeople, type Sayers, sayersOf, sayerUnnamed, withSayers } from "./sayers.js";
export * as take from "./take.js";
export { LONGEST_LINE, type Mention, type Token, tidy, tokensOfLine, tokensOfWords } from "./tokens.js";
export { formatLine, lineOf, lineOfWords, writeTokens } from "./write.js";
