import { EVENT_TYPE_KEYS, type EventTypeGroups, eventTypeLabel, eventTypesCalled } from "../domain/index.js";
import type { Action, Reply, Table } from "../reply/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import type { Argument, Option } from "./argument.js";
import type { Command } from "./define.js";
import { besidesTypes } from "./event-types.js";
import { type CommandContext, FAMILIES, type Family } from "./model.js";
import { nearest } from "./nearest.js";
import { lineOf } from "./write.js";

type HelpContext = Pick<CommandContext, "commands" | "request"> & {
  readonly organization: Pick<Organization, "eventTypeGroups">;
};

/** What every list understands, whatever the command. */
const GUIDES: Readonly<Record<string, { title: string; text: string; rows: readonly (readonly [string, string])[] }>> =
  {
    filters: {
      title: "How to filter",
      text: "Write a filter as key:value, anywhere after the command.",
      rows: [
        ["skill:python", "only those with this"],
        ["skill:python,sql", "any of these"],
        ["skill:python skill:sql", "all of these"],
        ["-skill:python", "none of this"],
        ['org:"Black & Veatch"', "a value with blanks stands in double quotes"],
        ["type:career*", "every event type whose name begins so"],
        ["times:10+ or times:2..5", "at least, or from … to"],
      ],
    },
    periods: {
      title: "How to name a period",
      text: "A school year runs from August to July. Several periods, with commas between them, give one column each.",
      rows: [
        ["SY24-25, 2024-25, 24/25", "one school year"],
        ["3y", "the last three school years, this one included"],
        ["this year, last year, ytd", "school years; ytd is the year to date"],
        ["fall 2025, spring 2026", "half a school year"],
        ["2025, 2023..2025", "calendar years"],
        ["Q1 2026, 2026-03", "a quarter, a month"],
        ["2026-01-01..2026-03-31", "days, both included; either end may be left open"],
        ["36mo, 6w, 90d", "up to today"],
      ],
    },
  };

/** Help from the registry itself: only what this person may use here is named. */
export function helpReply(topic: string | null, context: HelpContext): Reply {
  const usable = context.commands.usable(context.request.access, context.request.actor.door);
  const asked = topic?.trim().toLowerCase() ?? "";
  if (asked === "") return overview(usable);
  const family = FAMILIES.find((each) => each === asked);
  const command = usable.find((each) => each.name === asked);
  if (command !== undefined)
    return commandHelp(command, context, family === undefined ? [] : besides(command, family, usable));
  if (family !== undefined) return familyHelp(family, usable);
  const guide = GUIDES[asked];
  if (guide !== undefined) return guideHelp(guide, asked === "filters" ? groupsOf(context) : []);
  const begun = usable.filter((each) => each.name.startsWith(`${asked} `));
  if (begun.length > 0) return listHelp(`Commands that begin with “${asked}”`, begun);
  throw unknownTopic(asked, context);
}

/** Every word that `help` answers to, for type-ahead and for corrections. */
export function helpTopics(context: HelpContext): Option[] {
  const usable = context.commands.usable(context.request.access, context.request.actor.door);
  const families = FAMILIES.filter((family) => usable.some((command) => command.family === family));
  return [
    ...usable.map(({ name, summary }) => ({ value: name, label: name, detail: summary })),
    ...families
      .filter((family) => usable.every((command) => command.name !== family))
      .map((family) => ({ value: family, label: `All about ${family}` })),
    ...Object.entries(GUIDES).map(([value, { title }]) => ({ value, label: title })),
  ];
}

function unknownTopic(asked: string, context: HelpContext): PolarisError {
  const meant = nearest(
    asked,
    helpTopics(context).map((topic) => topic.value),
  );
  const question =
    meant.length === 0
      ? "Type “help” for everything there is."
      : `Did you mean ${meant.map((each) => `“${each}”`).join(" or ")}?`;
  const suggestions = meant.map((each) => ({ label: `help ${each}`, line: `help ${each}` }));
  return new PolarisError("argument_invalid", `There is no help on “${asked.slice(0, 40)}”. ${question}`, {
    suggestions: suggestions.length > 0 ? suggestions : [{ label: "help", line: "help" }],
  });
}

function overview(usable: readonly Command[]): Reply {
  const families = FAMILIES.map((family) => ({
    family,
    commands: usable.filter((command) => command.family === family),
  }));
  return answer({
    title: "What you can ask Polaris",
    text: `You can use ${usable.length === 1 ? "one command" : `${usable.length} commands`}. “help” and a command's name explains it.`,
    tables: families
      .filter(({ commands }) => commands.length > 0)
      .map(({ family, commands }) => commandTable(family, commands)),
    actions: [
      { label: "How to filter", line: "help filters", does: "run", sensitivity: "open" },
      { label: "How to name a period", line: "help periods", does: "run", sensitivity: "open" },
    ],
  });
}

function familyHelp(family: Family, usable: readonly Command[]): Reply {
  return listHelp(
    `Commands about ${family}`,
    usable.filter((command) => command.family === family),
  );
}

/** The rest of a family that is called as one of its commands. */
const besides = (command: Command, family: Family, usable: readonly Command[]): Table[] => {
  const others = usable.filter((each) => each.family === family && each !== command);
  return others.length === 0 ? [] : [{ ...commandTable("more", others), title: `More about ${family}` }];
};

function listHelp(title: string, commands: readonly Command[]): Reply {
  const text =
    commands.length === 0 ? "There is none that you can use." : commands.map((command) => command.name).join(", ");
  return answer({
    title,
    text,
    tables: [commandTable("commands", commands)],
    actions: commands.slice(0, 5).map((command) => runAction(lineOf("help", { topic: command.name }), command.name)),
  });
}

type Row = readonly [string, string];

function guideHelp({ title, text, rows }: (typeof GUIDES)[string], more: readonly Row[]): Reply {
  const words = twoColumns("words", title, ["You write", "You get"], [...rows, ...more]);
  return answer({ title, text, tables: [words], actions: [] });
}

/** The groups of event types that the organisation has, with what each stands for. */
const groupsOf = ({ organization: { eventTypeGroups } }: HelpContext): Row[] =>
  Object.keys(eventTypeGroups).map((name) => [
    `type:${name}`,
    eventTypesCalled(name, eventTypeGroups).map(eventTypeLabel).join(", "),
  ]);

function commandHelp(command: Command, { organization }: HelpContext, beneath: readonly Table[]): Reply {
  const rows = Object.entries(command.args).map(([name, argument]): [string, string] => [
    howToWrite(name, argument),
    whatItIs(argument, organization.eventTypeGroups),
  ]);
  const tables = [twoColumns("arguments", "What it takes", ["You write", "What it is"], rows)];
  const form: Action[] =
    rows.length === 0 ? [] : [{ label: "Fill in a form", line: command.name, does: "form", sensitivity: "open" }];
  return answer({
    title: command.name,
    text: command.summary,
    tables: [...(rows.length === 0 ? [] : tables), ...beneath],
    actions: [...command.examples.slice(0, 3).map((line) => runAction(line, line)), ...form],
  });
}

const runAction = (line: string, label: string): Action => ({ label, line, does: "run", sensitivity: "open" });

function howToWrite(name: string, { positional, bare, shape }: Argument<unknown>): string {
  if (positional === "end") return "a period, last in the line";
  if (positional !== null) return `the words after the command, or ${name}:`;
  if (bare[0] !== undefined) return bare.join(" or ");
  return shape.kind === "flag" ? `${name}:yes` : `${name}:`;
}

const KIND_IN_WORDS: Readonly<Record<Argument<unknown>["shape"]["kind"], string>> = {
  text: "text",
  words: "a word or a list",
  numbers: "a number, 10+ or 2..5",
  whole: "a whole number",
  day: "a day, as in 2026-11-30, 30 Nov, tomorrow or mon",
  choice: "one of",
  choices: "one or some of",
  eventTypes: "one or some of",
  flag: "yes or no",
  period: "a period",
  periods: "one or several periods",
  reference: "a name",
  references: "a name or a list of names",
  member: "a person, as in @anne",
  channel: "a channel, as in #connector",
  file: "a file",
  sort: "one of",
  page: "a number",
  instant: "an instant",
  standing: "what stood before",
};

function whatItIs({ label, help, shape, required }: Argument<unknown>, groups: EventTypeGroups): string {
  const values =
    shape.kind === "choice" || shape.kind === "choices"
      ? ` ${shape.choices.map((each) => each.value).join(", ")}`
      : shape.kind === "eventTypes"
        ? ` ${EVENT_TYPE_KEYS.join(", ")}${besidesTypes(groups)}`
        : shape.kind === "sort"
          ? ` ${shape.columns.join(", ")}`
          : "";
  const explained = help === null ? "" : ` ${help}`;
  return `${label}${required ? " (needed)" : ""}: ${KIND_IN_WORDS[shape.kind]}${values}.${explained}`;
}

function commandTable(key: string, commands: readonly Command[]): Table {
  const title = `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
  return {
    key,
    title,
    columns: ["Command", "What it does", "For example"].map((label) => ({
      key: label.toLowerCase().replaceAll(" ", "_"),
      label,
      type: "text",
      sensitivity: "open",
    })),
    rows: commands.map((command) => [command.name, command.summary, command.examples[0] ?? command.name]),
    total: null,
    empty: "There is no command here that you can use.",
  };
}

function twoColumns(
  key: string,
  title: string,
  labels: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): Table {
  return {
    key,
    title,
    columns: labels.map((label) => ({
      key: label.toLowerCase().replaceAll(" ", "_"),
      label,
      type: "text",
      sensitivity: "open",
    })),
    rows,
    total: null,
    empty: "It takes nothing.",
  };
}

function answer(parts: Pick<Reply, "title" | "text" | "tables" | "actions">): Reply {
  return {
    kind: "reply",
    ...parts,
    sensitivity: "open",
    openText: parts.text,
    facts: [],
    charts: [],
    files: [],
    notices: [],
    provenance: null,
  };
}
