import { type CommandContext, type Names, namesOfPeople } from "../src/command/index.js";
import type { ListedLead } from "../src/leads/index.js";

/** What Slack calls those who took leads; where it does not say, their ids stand. */
export const namesOf = (leads: readonly Pick<ListedLead, "taken">[], context: CommandContext): Promise<Names> =>
  namesOfPeople(
    leads.flatMap(({ taken }) => taken?.by ?? []),
    context,
  );
