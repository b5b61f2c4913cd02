import type { Ask, Choice, Sensitivity } from "../reply/index.js";
import { type Argument, type Option, part } from "./argument.js";
import { NAME_SENSITIVITY } from "./authorise.js";
import type { Command } from "./define.js";
import type { CommandContext } from "./model.js";
import type { GivenByName } from "./values.js";
import { writeLine } from "./write.js";

/** What the names of an argument's options reveal. */
export function sensitivityOf({ shape }: Argument<unknown>): Sensitivity {
  if (shape.kind === "reference" || shape.kind === "references") return NAME_SENSITIVITY[shape.to];
  return "open";
}

/** What is still needed before the command can run; each choice completes the line when only one thing is missing. */
export function askForMissing(
  command: Command,
  given: GivenByName,
  missing: readonly string[],
  options: readonly Option[],
): Ask {
  const [first] = missing;
  const argument = first === undefined ? undefined : command.args[first];
  const labels = missing.map((name) => command.args[name]?.label.toLowerCase() ?? name);
  const example = command.examples[0] === undefined ? "" : ` For example: ${command.examples[0]}`;
  const choices: Choice[] =
    first === undefined || missing.length > 1
      ? []
      : options.map(({ value, label }) => ({
          label,
          line: writeLine(command, new Map([...given, [first, [{ negated: false, parts: [part(value, true)] }]]])),
        }));
  return {
    kind: "ask",
    text: `“${command.name}” still needs: ${labels.join(", ")}.${choices.length > 0 ? "" : example}`,
    command: command.name,
    line: writeLine(command, given),
    missing,
    choices,
    sensitivity: choices.length === 0 || argument === undefined ? "open" : sensitivityOf(argument),
  };
}

/** For a command whose argument names several records: which of them is meant. */
export function askWhich(
  context: CommandContext,
  which: {
    readonly text: string;
    readonly argument: string;
    readonly choices: readonly Choice[];
    readonly sensitivity: Sensitivity;
  },
): Ask {
  return {
    kind: "ask",
    text: which.text,
    command: context.command,
    line: context.line,
    missing: [which.argument],
    choices: which.choices,
    sensitivity: which.sensitivity,
  };
}
