import type { PolarisJob } from "./services.js";

export const syncAnalytics: PolarisJob = {
  name: "sync-analytics",
  describe: "Reads the web figures of Google Analytics.",
  toldBy: ["missing_data", "expectations"],
  async run({ googleAccount, syncAnalytics: sync }) {
    if (googleAccount === null) return { text: "Google is not set up here, so no web figures were read" };
    const summary = await sync();
    if (summary === null) return { text: "No Google Analytics property is configured, so no web figures were read" };
    const changed = summary.objects.reduce((sum, o) => sum + o.inserted + o.updated, 0);
    return { text: `${changed} figures changed in ${summary.seconds.toFixed(1)} s` };
  },
};
