import type { CommandContext, Option } from "../src/command/index.js";

/** Pathways of config/pathways.yml, offered while somebody types one of their names. */
export const pathwaysCalled = async (query: string, { organization }: CommandContext): Promise<readonly Option[]> =>
  organization.pathways.list
    .filter(({ name, also }) => `${name} ${also.join(" ")}`.toLowerCase().includes(query.toLowerCase()))
    .map(({ name }) => ({ value: name, label: name }));
