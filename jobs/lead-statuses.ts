import { keepLeadStatuses } from "../src/leads/index.js";
import type { PolarisJob } from "./services.js";

/** Every sync keeps them too; this is for weeks in which none brought a change, or one was cut off. */
export const leadStatuses: PolarisJob = {
  name: "lead-statuses",
  describe: "Notes which status each Salesforce lead is in, for the shares of each week.",
  async run({ pool, clock }) {
    const { opened, closed } = await pool.transaction((tx) => keepLeadStatuses(tx, clock.now()));
    return { text: `${opened} statuses began, ${closed} ended since the last look` };
  },
};
