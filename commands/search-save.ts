import { type CommandContext, defineCommand, lineOf, take, tokensOfLine } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import { type SavedSearch, saveSearch } from "../src/people/index.js";
import { type Action, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

const LONGEST_NAME = 60;
const LONGEST_LINE = 1_500;
/** Commands whose lines are searches of people. */
const SEARCHES = ["volunteers", "volunteers recent"];

export const searchSave = defineCommand({
  name: "search save",
  family: "people",
  summary: "Keeps a search of volunteers under a name, for you or for everybody; it is run anew each time.",
  examples: ['search save name:"Local STEM" line:"volunteers skill:stem local:yes"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Save",
  args: {
    name: take.text({
      label: "Name",
      help: "What to call it. A search of yours with the same name gives way.",
      placeholder: "Local STEM",
      required: true,
    }),
    line: take.text({
      label: "Search",
      help: "A line that begins with volunteers, as it would be typed.",
      placeholder: "volunteers skill:stem local:yes",
      required: true,
    }),
    shared: take.flag({
      label: "For everybody",
      help: "Others see and run it too, each with what they may see.",
      main: true,
    }),
  },
  async run({ name, line, shared }, context) {
    const { pool, request } = context;
    const called = nameOf(name);
    const search = await checkedLine(line, context);
    const isShared = shared === true;
    const { id, before } = await pool.transaction(async (tx) => {
      const owner = request.actor.id;
      const kept = await saveSearch(tx, { name: called, line: search, isShared, owner, now: request.now });
      await context.auditInside(tx, { search: kept.id, shared: isShared, replaced: kept.before !== null });
      return kept;
    });
    const whose = isShared ? "everybody may run it" : "it is yours alone";
    const was = before === null ? "" : ` The search that had this name gave way: ${before.line}`;
    return reply({
      title: "Search saved",
      text: `“${called}” is saved; ${whose}. “searches” lists what is saved.${was}`,
      sensitivity: "name",
      openText: "The search is saved. “searches” lists what is saved.",
      actions: [
        { label: "Run it", line: search, does: "run", style: "primary", sensitivity: "name" },
        before === null
          ? { label: "Undo", line: lineOf("search remove", { which: id }), does: "run", sensitivity: "open" }
          : saveAgain("Undo", before),
      ],
    });
  },
});

/** The line that keeps a search as it was. */
export const saveAgain = (label: string, { name, line, isShared }: SavedSearch): Action => ({
  label,
  line: lineOf("search save", { name, line, shared: isShared ? "yes" : null }),
  does: "run",
  sensitivity: "name",
});

function nameOf(text: string): string {
  const name = text.trim().replace(/\s+/g, " ");
  if (foldText(name) !== "" && name.length <= LONGEST_NAME) return name;
  throw new PolarisError(
    "argument_invalid",
    `Expected a name with letters or digits, up to ${LONGEST_NAME} characters long, but got “${name}”.`,
  );
}

/**
 * The line as it is kept: run once to see that it can be.
 * @throws PolarisError line_too_long, argument_invalid with what the line itself met
 */
async function checkedLine(text: string, context: CommandContext): Promise<string> {
  const line = text.trim().replace(/^\/?polaris\s+/i, "");
  if (line.length > LONGEST_LINE)
    throw new PolarisError(
      "line_too_long",
      `A saved search may be up to ${LONGEST_LINE} characters long; this one has ${line.length}.`,
    );
  const command = context.commands.find(tokensOfLine(line))?.command;
  if (command === undefined || !SEARCHES.includes(command.name) || command.effect !== "read")
    throw new PolarisError(
      "argument_invalid",
      `Expected a search of volunteers, as in “volunteers skill:stem local:yes”, but got “${line}”.`,
    );
  const outcome = await context.tryOut(line);
  if (outcome.kind === "reply") return line;
  const said = outcome.kind === "failed" ? outcome.failure.text : outcome.ask.text;
  const suggestions = outcome.kind === "failed" ? outcome.failure.suggestions : [];
  throw new PolarisError("argument_invalid", `This search cannot be run, so it was not saved. ${said}`, {
    suggestions: suggestions.map((each) => ({ label: each.label, line: context.lineWith({ line: each.line }) })),
  });
}
