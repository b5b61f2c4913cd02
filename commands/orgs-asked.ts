import { type Arguments, type CommandContext, type Filter, nearest, take } from "../src/command/index.js";
import { foldText, isWithin } from "../src/domain/index.js";
import { type ListedOrganization, ORGANIZATION_SORTS, organizationTypes } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { fitsFilter } from "./filter-fits.js";
import { LOCAL } from "./local-choices.js";
import { negatable } from "./negatable.js";

export const MARKS = [
  { value: "active", label: "Active", also: ["yes"] },
  { value: "quiet", label: "Quiet" },
  { value: "lapsed", label: "Lapsed" },
  { value: "never active", label: "Never active", also: ["never"] },
] as const;

export const orgsArguments = {
  words: take.text({
    label: "Words of the name",
    help: "Each of them begins a word of the name; a name that staff gave finds it too.",
    positional: "rest",
    main: true,
  }),
  type: take.words({
    label: "Type",
    help: "As in Salesforce. A list means any of them.",
    main: true,
    options: async (query, { pool }) =>
      (await organizationTypes(pool))
        .filter((type) => foldText(type).includes(foldText(query)))
        .map((type) => ({ value: type, label: type })),
  }),
  active: take.choices(MARKS, {
    label: "Activity",
    help: "By the last session held that somebody of theirs attended, as report org has it.",
    main: true,
  }),
  last: negatable(
    take.period({
      label: "Last active within",
      help: "A period such as 2y or SY24-25, ..2025-06-30 for before a day, or never.",
      alsoWords: ["never"],
      main: true,
    }),
  ),
  local: take.choices(LOCAL, { label: "Local", help: "By the organisation's own address.", main: true }),
  ...take.listing({ sort: ORGANIZATION_SORTS, as: ["xlsx", "csv"] }),
};
export type OrgsAsked = Arguments<typeof orgsArguments>;

/** Whether an organisation is among those that the filters ask for. @throws PolarisError argument_invalid for a type that no organisation has */
export async function orgsFilter(
  { type, active, local, last }: OrgsAsked,
  context: CommandContext,
): Promise<(each: ListedOrganization) => boolean> {
  const types = await typesMeant(type, context);
  return (each) =>
    fitsFilter(each.types, types) &&
    fitsFilter([each.mark], active) &&
    fitsFilter([each.local], local) &&
    wasLast(each, last);
}

function wasLast({ last }: ListedOrganization, asked: OrgsAsked["last"]): boolean {
  if (asked === null) return true;
  const { value, isNot } = asked;
  const isThen = value === "never" ? last === null : last !== null && isWithin(last, value);
  return isThen !== isNot;
}

async function typesMeant({ all, none }: Filter<string>, context: CommandContext): Promise<Filter<string>> {
  if (all.length + none.length === 0) return { all, none };
  const types = await organizationTypes(context.pool);
  const meant = (text: string): string =>
    types.find((type) => foldText(type) === foldText(text)) ?? refuseType(text, types, context);
  return { all: all.map((any) => any.map(meant)), none: none.map(meant) };
}

function refuseType(text: string, types: readonly string[], context: CommandContext): never {
  const near = nearest(text, types);
  const question = near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
  throw new PolarisError(
    "argument_invalid",
    `No organisation is of type “${text}”.${question} Expected one of ${types.join(", ") || "none: no organisation has been read yet"}.`,
    { suggestions: near.map((type) => ({ label: `type:${type}`, line: context.lineWith({ type }) })) },
  );
}
