import { notice, type Reply } from "../reply/index.js";
import { PolarisError } from "../runtime/index.js";
import type { Command } from "./define.js";

/** Says which words were searched as text although they look like filters. */
export function withDoubts(reply: Reply, command: Command, doubtful: readonly string[]): Reply {
  if (doubtful.length === 0) return reply;
  return { ...reply, notices: [...reply.notices, notice(doubtsInWords(command, doubtful))] };
}

/** What was not found may be a filter that the command does not have. */
export function failedWithDoubts(thrown: unknown, command: Command, doubtful: readonly string[]): unknown {
  if (!(thrown instanceof PolarisError) || thrown.code !== "not_found" || doubtful.length === 0) return thrown;
  const { code, message, suggestions } = thrown;
  return new PolarisError(code, `${message} ${doubtsInWords(command, doubtful)}`, { cause: thrown, suggestions });
}

function doubtsInWords({ name, keys }: Command, doubtful: readonly string[]): string {
  const filters = [...keys.keys()].map((key) => `${key}:`).join(" ");
  return `${doubtful.map((word) => `“${word}”`).join(", ")} was read as text. The filters of ${name} are ${filters}`;
}

/** A picture was asked for and there is none: figures of one month or of nothing make no chart, and silence would look like a loss. */
export function withoutChart(reply: Reply, as: string | null): Reply {
  if ((as !== "chart" && as !== "png") || reply.charts.length > 0) return reply;
  const text = "There is no chart of this: the answer holds nothing that a picture would compare.";
  return { ...reply, notices: [...reply.notices, notice(text)] };
}
