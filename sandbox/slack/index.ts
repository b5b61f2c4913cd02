export type { Person, Saying, Waiting } from "./acting/person.js";
export { Seen, wordsIn } from "./acting/seen.js";
export {
  type BlockIssue,
  errorMessages,
  type Surface,
  validateBlocks,
  validateSuggestions,
  validateView,
} from "./blockkit/index.js";
export type {
  ConsoleFile,
  ConsoleLogEntry,
  ConsoleMessage,
  ConsoleNotice,
  ConsoleView,
  FieldValue,
} from "./console-types.js";
export { POLARIS_APP, SANDBOX_TOKENS, SMALL_WORKSPACE } from "./defaults.js";
export type { Ack, DeliveryKind, Retry } from "./delivery/delivery.js";
export type { DeliveryOption, SlackOptions } from "./options.js";
export { SlackWorkspace } from "./slack-workspace.js";
export type { Clock } from "./state/clock.js";
export type { Fault } from "./state/faults.js";
export { SlackError } from "./state/slack-error.js";
export {
  type AppCommand,
  type AppDefinition,
  type AppShortcut,
  checkWorkspace,
  type WorkspaceChannel,
  type WorkspaceData,
  type WorkspaceUser,
  type WorkspaceUserGroup,
} from "./workspace.js";
