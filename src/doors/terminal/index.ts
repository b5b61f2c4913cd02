export { readOptions, type TerminalOptions } from "./options.js";
export { progressWords, type Screen } from "./progress.js";
export { runTerminal, type TerminalParts } from "./terminal.js";
