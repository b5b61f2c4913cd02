import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import { removeSavedSearch, type SavedSearch, savedSearchesCalled, savedSearchWithId } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { saveAgain } from "./search-save.js";

export const searchRemove = defineCommand({
  name: "search remove",
  family: "people",
  summary: "Removes a saved search of yours; an administrator may remove anybody's.",
  examples: ["search remove 12", 'search remove "Local STEM"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    which: take.text({
      label: "Saved search",
      help: "Its number or name, as searches shows it.",
      positional: "rest",
      required: true,
    }),
  },
  async run({ which }, context) {
    const search = await theOne(which, context);
    const { pool, request } = context;
    const isOwn = search.owner === request.actor.id;
    if (!isOwn && request.access.role !== "admin")
      throw new PolarisError(
        "not_allowed",
        `“${search.name}” was saved by somebody else, who can remove it; so can an administrator.`,
      );
    const isGone = await pool.transaction(async (tx) => {
      const gone = await removeSavedSearch(tx, search.id);
      await context.auditInside(tx, { search: search.id, removed: gone });
      return gone;
    });
    return reply({
      title: "Saved search removed",
      text: isGone
        ? `“${search.name}” is removed; the search was: ${search.line}`
        : `“${search.name}” was removed a moment before.`,
      sensitivity: "name",
      openText: "The saved search is removed.",
      actions: isOwn ? [saveAgain("Undo", search)] : [],
    });
  },
});

/** @throws PolarisError not_found, argument_invalid where several fit */
async function theOne(text: string, { pool, request }: CommandContext): Promise<SavedSearch> {
  const owner = request.actor.id;
  const numbered = /^\d{1,9}$/.test(text) ? await savedSearchWithId(pool, Number(text)) : null;
  const mayBeSeen =
    numbered !== null && (numbered.isShared || numbered.owner === owner || request.access.role === "admin");
  const found = mayBeSeen ? [numbered] : await savedSearchesCalled(pool, owner, text);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No saved search is called “${text}”. “searches” lists them with their numbers.`,
    );
  if (others.length > 0)
    throw new PolarisError(
      "argument_invalid",
      `${found.length} saved searches fit “${text}”: expected the number of one, ${found.map(({ id, name }) => `${id} (${name})`).join(", ")}.`,
    );
  return only;
}
