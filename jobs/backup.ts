import path from "node:path";
import { counted } from "../src/reply/index.js";
import { printBytes } from "../src/sources/index.js";
import type { PolarisJob } from "./services.js";

export const backup: PolarisJob = {
  name: "backup",
  describe: "Makes a backup of the pool, checks it, and removes those that have outlived their use.",
  toldBy: ["backups"],
  async run({ backUp }) {
    const { made, removed } = await backUp();
    const gone = removed === 0 ? "" : `; ${counted(removed, "older one")} removed`;
    return { text: `${path.basename(made.file)} is whole and checked, ${printBytes(made.bytes)}${gone}` };
  },
};
