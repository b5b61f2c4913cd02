import type { Command, Family, helpReply, registryOf } from "../src/command/index.js";

export function documents(parts: {
  readonly commands: readonly Command[];
  readonly families: readonly Family[];
  readonly registryOf: typeof registryOf;
  readonly helpReply: typeof helpReply;
  readonly metricsDocument: () => string;
}): Readonly<Record<"docs/commands.md" | "docs/metrics.md", string>>;
