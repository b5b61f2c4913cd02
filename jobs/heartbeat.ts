import { beat } from "../src/schedule/index.js";
import { CLOCK_CHECK, tellProblems } from "../src/watch/index.js";
import type { PolarisJob } from "./services.js";

/** What changes within minutes and cannot wait for the night. */
const URGENT = ["sync", "missing_data", "outbox", "jobs"];

export const heartbeat: PolarisJob = {
  name: "heartbeat",
  describe: "Gives a sign of life, and looks for what cannot wait for the night.",
  async run({ pool, organization, clock, tell }) {
    const now = clock.now();
    await beat(pool, now);
    // That this runs says that the clock goes: an alarm of a process that ended while its clock stood still has passed.
    const over = [CLOCK_CHECK];
    const { opened, resolved } = await tellProblems(pool, organization, { now, tell, only: URGENT, over });
    return { text: `alive; ${opened} alerts opened, ${resolved} passed` };
  },
};
