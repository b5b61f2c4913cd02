import { defineCommand, helpReply, helpTopics, take } from "../src/command/index.js";

export const help = defineCommand({
  name: "help",
  family: "admin",
  summary: "Says what you can ask, and how.",
  examples: ["help", "help volunteers", "help periods"],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  withoutData: true,
  args: {
    topic: take.text({
      label: "Topic",
      help: "A command, a family of commands, “filters” or “periods”.",
      positional: "rest",
      main: true,
      options: async (query, context) =>
        helpTopics(context).filter((topic) => topic.value.includes(query.toLowerCase())),
    }),
  },
  run: async ({ topic }, context) => helpReply(topic, context),
});
