import { readLine, type Spoken } from "../../src/command/grammar.js";
import { type Command, tokensOfLine, tokensOfWords } from "../../src/command/index.js";
import { readValues } from "../../src/command/values.js";
import { PolarisError } from "../../src/runtime/index.js";

export const CALENDAR = { today: "2026-02-15", schoolYearStartMonth: 8 };

export const READING = { calendar: CALENDAR, eventTypeGroups: { speaking: ["*speaker*"] } };

/** What a line after the command's name says. */
export const spoken = (command: Command, line: string): Spoken => readLine(command, tokensOfLine(line), CALENDAR);

/** The values of the arguments that the line gives. */
export function read(command: Command, line: string | readonly string[]): Record<string, unknown> {
  const tokens = typeof line === "string" ? tokensOfLine(line) : tokensOfWords(line);
  const { given } = readLine(command, tokens, CALENDAR);
  const { values } = readValues(command, given, READING);
  return Object.fromEntries(Object.entries(values).filter(([name]) => given.has(name)));
}

export function refusalOf(work: () => unknown): PolarisError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof PolarisError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was refused");
}
