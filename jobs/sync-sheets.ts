import { PolarisError } from "../src/runtime/index.js";
import type { PolarisJob } from "./services.js";

export const syncSheets: PolarisJob = {
  name: "sync-sheets",
  describe: "Reads the connected Google Sheets that changed.",
  toldBy: ["missing_data", "expectations"],
  async run({ googleAccount, syncSheets: sync }) {
    if (googleAccount === null) return { text: "Google is not set up here, so no sheet was read" };
    const { objects, seconds } = await sync();
    if (objects.length === 0) return { text: "No sheet is connected" };
    const changed = objects.reduce((sum, o) => sum + o.inserted + o.updated + o.deleted, 0);
    const text = `${changed} rows changed in ${seconds.toFixed(1)} s`;
    // Several sheets may hold the same kind of rows: what stops one of them must not be hidden by the next that goes well.
    const problems = objects.flatMap(({ object, problem }) => (problem === null ? [] : [`${object}: ${problem}`]));
    if (problems.length > 0)
      throw new PolarisError("job_failed", `${text}, but not of all sheets: ${problems.join(" ")}`);
    return { text };
  },
};
