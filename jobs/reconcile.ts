import { sentenceOf } from "../src/watch/index.js";
import type { PolarisJob } from "./services.js";

/** Differences are told by the check of the same name; what keeps it from comparing at all is a failure of the job. */
export const reconcile: PolarisJob = {
  name: "reconcile",
  describe: "Compares every source with the pool, row by row, and keeps what differs.",
  toldBy: ["reconcile"],
  async run(services) {
    return { text: sentenceOf(await services.reconcile()) };
  },
};
