import { readTopics, type Topics } from "../src/people/index.js";
import { projectFile } from "../src/runtime/index.js";

let read: Topics | undefined;

/** What asks mean in words (config/matching.yml), read when first asked for. */
export function topics(): Topics {
  read ??= readTopics(projectFile("config/matching.yml"));
  return read;
}
