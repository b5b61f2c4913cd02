import { notice, type Reply } from "../reply/index.js";
import type { Command } from "./define.js";

/** Says which words were searched as text although they look like filters. */
export function withDoubts(reply: Reply, command: Command, doubtful: readonly string[]): Reply {
  if (doubtful.length === 0) return reply;
  const keys = [...command.keys.keys()].map((key) => `${key}:`).join(" ");
  const text = `${doubtful.map((word) => `“${word}”`).join(", ")} was read as text. The filters of ${command.name} are ${keys}`;
  return { ...reply, notices: [...reply.notices, notice(text)] };
}

/** A picture was asked for and there is none: figures of one month or of nothing make no chart, and silence would look like a loss. */
export function withoutChart(reply: Reply, as: string | null): Reply {
  if ((as !== "chart" && as !== "png") || reply.charts.length > 0) return reply;
  const text = "There is no chart of this: the answer holds nothing that a picture would compare.";
  return { ...reply, notices: [...reply.notices, notice(text)] };
}
