import { readVocabulary, type Vocabulary } from "../src/people/index.js";
import { projectFile } from "../src/runtime/index.js";

let read: Vocabulary | undefined;

/** The skill groups and synonyms of config/skills.yml, read when first asked for. */
export function vocabulary(): Vocabulary {
  read ??= readVocabulary(projectFile("config/skills.yml"));
  return read;
}
