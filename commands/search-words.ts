import type { CommandContext } from "../src/command/index.js";
import { readSkillWords, type SearchWords } from "../src/people/index.js";
import { vocabulary } from "./words.js";

/** What the words of a search are understood by: config/skills.yml, the names that staff gave, and the pathways. */
export const searchWords = async ({
  pool,
  organization,
}: Pick<CommandContext, "pool" | "organization">): Promise<SearchWords> => ({
  vocabulary: await readSkillWords(pool, vocabulary()),
  pathways: organization.pathways,
});
