import { type Argument, askWhich, type CommandContext, type Reference, take } from "../src/command/index.js";
import { findEvents, suggestEvents } from "../src/events/index.js";
import { findOrganization, type MergeRecord, mergeRecords, suggestOrganizations } from "../src/identity/index.js";
import { findContacts } from "../src/people/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { keyWords } from "./duplicate-words.js";

const PEOPLE = ["volunteer", "teacher"];
const MOST_OFFERED = 20;
const MOST_CHOICES = 10;

/** A person, organisation or session, by id or name; students by id alone. */
export const recordArgument = (label: string, help: string): Argument<Reference> =>
  take.reference("person", {
    label,
    help,
    required: true,
    positional: "one",
    options: async (query, { pool, calendar }) => {
      if (query.trim().length < 2) return [];
      const people = (await findContacts(pool, query, PEOPLE)).map((each) => ({
        value: keyWords(each),
        label: each.name,
        detail: each.title === null ? each.kind : `${each.kind}, ${each.title}`,
      }));
      const organizations = (await suggestOrganizations(pool, query, MOST_OFFERED)).map(({ sourceId, name }) => ({
        value: sourceId,
        label: name,
        detail: "organisation",
      }));
      const events = (await suggestEvents(pool, query, calendar.today, MOST_OFFERED)).map((each) => ({
        value: keyWords(each),
        label: `${each.title}, ${each.date}`,
        detail: "session",
      }));
      return [...people, ...organizations, ...events].slice(0, 3 * MOST_OFFERED);
    },
  });

/**
 * The record meant; several that fit are offered, never guessed between.
 * @throws PolarisError not_found
 */
export async function oneRecord(
  argument: "a" | "into",
  { text }: Reference,
  context: CommandContext,
): Promise<MergeRecord | Ask> {
  const byId = await mergeRecords(context.pool, text);
  const found = byId.length > 0 ? byId : await named(text, context);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No record fits “${text}”. Expected the id of a person, organisation or session, or the name of one; students go by their id.`,
      { suggestions: [{ label: "Open pairs", line: "duplicates" }] },
    );
  if (others.length === 0) return only;
  return askWhich(context, {
    text: `${counted(found.length, "record")} fit “${text}”. Which one?`,
    argument,
    choices: found.slice(0, MOST_CHOICES).map((each) => ({
      label: `${each.name}, ${each.kind === "organization" ? "organisation" : each.kind} (${keyWords(each)})`,
      line: context.lineWith({ [argument]: keyWords(each) }),
    })),
    sensitivity: found.some(({ kind }) => kind === "student") ? "student" : "name",
  });
}

/** Records by name: people and sessions as every command finds them, an organisation that one name means. */
async function named(text: string, { pool, organization, holds }: CommandContext): Promise<MergeRecord[]> {
  const people = holds.includes("name") ? await findContacts(pool, text, PEOPLE) : [];
  const keys = people.map(keyWords);
  if (keys.length === 0) {
    const { found } = await findOrganization(pool, organization.organizationAliases, text);
    if (found !== null) keys.push(found.sourceId);
  }
  if (keys.length === 0) keys.push(...(await findEvents(pool, text)).map(keyWords));
  const records: MergeRecord[] = [];
  for (const key of keys.slice(0, MOST_CHOICES + 1)) records.push(...(await mergeRecords(pool, key)));
  return records;
}
