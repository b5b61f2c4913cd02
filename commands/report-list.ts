import { type Command, type CommandContext, defineCommand, take } from "../src/command/index.js";
import { type ListedReport, reportList, speaksOf } from "../src/reports/index.js";

const WHO = {
  admin: "administrators",
  staff: "staff",
  coordinator: "coordinators",
  district: "district viewers",
} as const;
const EVERYBODY = Object.keys(WHO).length;

/** The reports that this person may run here, and `metric`, which any report's figures can be asked by. */
const reportsOf = ({ commands, request }: Pick<CommandContext, "commands" | "request">): ListedReport[] =>
  commands
    .usable(request.access, request.actor.door)
    .filter(({ name }) => (name.startsWith("report ") && name !== "report list") || name === "metric")
    .map(listed);

function listed({ name, summary, examples, args, allow }: Command): ListedReport {
  const main = Object.values(args).filter((argument) => argument.main);
  const first = [...main].sort((a, b) => Number(b.required) - Number(a.required));
  return {
    name,
    summary,
    example: examples[0] ?? name,
    takes: first.map(({ label }) => label.toLowerCase()),
    who: allow.length === EVERYBODY ? "everybody" : allow.map((role) => WHO[role]).join(", "),
  };
}

export const reportListing = defineCommand({
  name: "report list",
  family: "reports",
  summary: "Names every report: what it shows, how to ask for it, what it takes, and who may.",
  examples: ["report list", "report list teachers"],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  withoutData: true,
  args: {
    about: take.text({
      label: "About",
      help: "Words that a report speaks of, as in teachers.",
      positional: "rest",
      main: true,
      options: async (query, context) =>
        reportsOf(context)
          .filter((report) => query.trim() === "" || speaksOf(report, query))
          .map(({ name, summary }) => ({ value: name.replace(/^report /, ""), label: name, detail: summary })),
    }),
  },
  run: async ({ about }, context) => reportList(reportsOf(context), about),
});
