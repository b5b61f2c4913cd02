import { findDuplicates } from "../src/identity/index.js";
import type { PolarisJob } from "./services.js";

/** The same from night to night: only the records move a score. */
const SEED = 1;

export const duplicates: PolarisJob = {
  name: "duplicates",
  describe: "Looks for records that are probably one, and keeps the pairs for people to decide.",
  async run({ pool, organization, clock }) {
    const found = [...(await findDuplicates(pool, organization, { now: clock.now(), seed: SEED })).values()];
    const sum = (count: (each: (typeof found)[number]) => number): number =>
      found.reduce((total, each) => total + count(each), 0);
    const [certain, review, leftOut] = [
      sum((each) => each.certain),
      sum((each) => each.review),
      sum((each) => each.leftOut.length),
    ];
    const pairs = `${certain + review} pairs may be one: ${certain} certain, ${review} to review, ${sum((each) => each.opened)} new`;
    const largest = found.flatMap((each) => each.leftOut).sort((a, b) => b.size - a.size)[0];
    const notCompared = `${leftOut} keys that too many records share were left out, the largest by ${largest?.block} with ${largest?.size}`;
    const compared = `${sum((each) => each.records)} records, ${sum((each) => each.compared)} pairs compared`;
    return { text: `${pairs} (${compared})${largest === undefined ? "" : `; ${notCompared}`}` };
  },
};
