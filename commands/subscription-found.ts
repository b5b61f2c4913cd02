import { askWhich, type CommandContext } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import type { Ask } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import {
  type ListedSubscription,
  listSubscriptions,
  OF_THE_ORGANIZATION,
  type Subscription,
} from "../src/schedule/index.js";

/** Their own for everybody, all for administrators. */
export const theirs = ({ pool, request }: CommandContext): Promise<ListedSubscription[]> =>
  listSubscriptions(pool, request.access.role === "admin" ? null : request.actor.id);

/**
 * The digest that somebody means by its number or its name, among those they may manage.
 * @returns a question where several have the name
 * @throws PolarisError not_found
 */
export async function theOne(which: string, context: CommandContext): Promise<ListedSubscription | Ask> {
  const listed = await theirs(context);
  const number = /^#?(\d{1,9})$/.exec(which.trim())?.[1];
  const found = listed.filter(({ id, name }) =>
    number === undefined ? foldText(name) === foldText(which) : id === Number(number),
  );
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `There is no digest ${number === undefined ? `“${which}”` : number} among ${context.request.access.role === "admin" ? "those that are set up" : "yours"}. “subscriptions” lists them.`,
      { suggestions: [{ label: "subscriptions", line: "subscriptions" }] },
    );
  if (others.length === 0) return only;
  return askWhich(context, {
    text: `${found.length} digests are called “${which}”. Which one?`,
    argument: "which",
    choices: found.map((each) => ({ label: `${each.id}: ${each.said}`, line: context.lineWith({ which: each.id }) })),
    sensitivity: "name",
  });
}

/** @throws PolarisError not_allowed for what stands in organization.yml */
export function refuseOrganizations({ createdBy, name }: Subscription, what: string): void {
  if (createdBy !== OF_THE_ORGANIZATION) return;
  throw new PolarisError(
    "not_allowed",
    `“${name}” stands in organization.yml, under digests: it is ${what} there. Here it can be paused, resumed and run.`,
  );
}

/** Its number or its name, with those a person may manage to choose from. */
export const WHICH = {
  label: "Number or name",
  placeholder: "12",
  options: async (query: string, context: CommandContext) =>
    (await theirs(context))
      .filter(({ id, name }) => foldText(`${id} ${name}`).includes(foldText(query)))
      .map(({ id, name, said }) => ({ value: String(id), label: `${id}: ${name}`, detail: said })),
} as const;

export const line = (does: string, id: number): string => `subscriptions ${does} ${id}`;
