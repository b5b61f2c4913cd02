import sql from "sql-template-tag";
import { addMonths } from "../src/domain/index.js";
import { forgetOutlived } from "../src/intake/index.js";
import type { Pool } from "../src/pool/index.js";
import type { PolarisJob } from "./services.js";

export const housekeeping: PolarisJob = {
  name: "housekeeping",
  describe:
    "Forgets what has outlived its use: earlier wordings of rows, settled quarantine, lines behind old buttons.",
  async run({ pool, organization, clock }) {
    const { keepMonths } = organization.housekeeping;
    const before = addMonths(clock.now().slice(0, 10), -keepMonths);
    const { copies, settled } = await forgetOutlived(pool, before);
    const lines = await forgetLines(pool, before);
    return {
      text: `${copies} earlier copies of rows, ${settled} settled rows of quarantine and ${lines} lines behind buttons were older than ${keepMonths} months and are forgotten`,
    };
  },
};

/** Lines too long for their button, of buttons that were last shown before that day. Pressed after all, such a button asks for the command. */
function forgetLines(pool: Pool, before: string): Promise<number> {
  return pool.transaction((tx) => tx.run(sql`DELETE FROM stored_line WHERE created_at < ${before}`));
}
