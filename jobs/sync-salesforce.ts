import { PolarisError } from "../src/runtime/index.js";
import type { PolarisJob } from "./services.js";

export const syncSalesforce: PolarisJob = {
  name: "sync-salesforce",
  describe: "Brings the pool up to date with Salesforce.",
  toldBy: ["sync", "missing_data", "expectations"],
  async run({ syncSalesforce: sync }) {
    const summary = await sync().catch((thrown: unknown) => {
      // What somebody reads just now, or another process, is read: nobody need be told.
      if (thrown instanceof PolarisError && thrown.code === "already_running") return null;
      throw thrown;
    });
    if (summary === null) return { text: "Another sync is under way already, and reads what there is" };
    const { status, objects, seconds, notes } = summary;
    const changed = objects.reduce((sum, o) => sum + o.inserted + o.updated + o.deleted, 0);
    const text = `${changed} records changed in ${seconds.toFixed(1)} s`;
    // An object that stays behind night after night would be seen by nobody: it is a failure, although the rest went through.
    const problems = objects.flatMap(({ object, problem }) => (problem === null ? [] : [`${object}: ${problem}`]));
    if (problems.length > 0) throw new PolarisError("job_failed", `${text}, but not all of it: ${problems.join(" ")}`);
    // A pause is no failure: what is left is read by the next run.
    return { text: status === "paused" ? [`${text}, then it paused.`, ...notes].join(" ") : text };
  },
};
