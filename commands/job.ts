import { defineCommand, take } from "../src/command/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

export const job = defineCommand({
  name: "job",
  family: "admin",
  summary: "Runs a scheduled job now.",
  examples: ["job weekly-metrics", "job sync-salesforce"],
  allow: ["admin"],
  effect: "write",
  submit: "Run now",
  args: {
    name: take.text({
      label: "Job",
      positional: "one",
      required: true,
      options: async (query, { services }) =>
        (await services.jobs())
          .filter((each) => each.job.includes(query.toLowerCase()))
          .map((each) => ({ value: each.job, label: each.job })),
    }),
  },
  async run({ name }, context) {
    const done = await context.services.runJob(name, {
      progress: (state) => context.progress(state),
      signal: context.signal,
    });
    if (done.status === "failed") throw new PolarisError("job_failed", `${name} failed: ${done.text}`);
    return reply({ title: name, text: `${name}: ${done.text}`, sensitivity: "open" });
  },
});
