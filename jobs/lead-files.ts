import { counted } from "../src/reply/index.js";
import type { PolarisJob } from "./services.js";

export const leadFiles: PolarisJob = {
  name: "lead-files",
  describe: "Takes in new lists of prospective leads from the folders that are watched.",
  toldBy: ["leads"],
  async run({ takeLeadFiles }) {
    const { folders, taken, refused, waiting, others } = await takeLeadFiles();
    if (folders === 0)
      return { text: "No folder of leads is configured (leads.folder, leads.driveFolder), so none was looked into" };
    const parts = [
      `${counted(taken.length, "new list")} taken in`,
      ...(refused.length === 0 ? [] : [`${refused.length} refused`]),
      ...(waiting.length === 0 ? [] : [`${waiting.length} still to come`]),
      ...(others === 0 ? [] : [`${counted(others, "file")} named like no source`]),
    ];
    const reasons = refused.map(({ name, why }) => `“${name}”: ${why}`);
    return { text: [parts.join(", "), ...reasons].join(". ") };
  },
};
