import type { PolarisJob } from "./services.js";

export const syncSalesforce: PolarisJob = {
  name: "sync-salesforce",
  describe: "Brings the pool up to date with Salesforce.",
  async run({ syncSalesforce: sync }) {
    const { objects, seconds } = await sync();
    const changed = objects.reduce((sum, o) => sum + o.inserted + o.updated + o.deleted, 0);
    return { text: `${changed} records changed in ${seconds.toFixed(1)} s` };
  },
};
