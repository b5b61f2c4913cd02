import { localDay } from "../src/domain/index.js";
import { readSkillRules, readVocabulary, settleSuggestions } from "../src/people/index.js";
import { projectFile } from "../src/runtime/index.js";
import type { PolarisJob } from "./services.js";

export const skills: PolarisJob = {
  name: "skills",
  describe: "Looks for skills that volunteers probably have, for people to accept or refuse.",
  async run({ pool, organization, clock }) {
    const now = clock.now();
    const file = projectFile("config/skills.yml");
    const { open, opened, gone } = await settleSuggestions(pool, {
      vocabulary: readVocabulary(file),
      rules: readSkillRules(file),
      now,
      today: localDay(now, organization.timeZone),
    });
    return { text: `${open} suggested skills wait for an answer; ${opened} new, ${gone} gone` };
  },
};
