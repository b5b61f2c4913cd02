import { type FigureRow, freshnessOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Notice, notice } from "../reply/index.js";
import { count } from "./figure-table.js";
import { areTeachersKnown } from "./known.js";
import { many } from "./words.js";

const SOURCES = ["pathful-sessions", "virtual-log"];

/** Said beside figures of teachers that are not known: which sessions, and whether an export was ever read. */
export async function teachersNotices(reader: Reader, total: FigureRow): Promise<Notice[]> {
  if (areTeachersKnown(total)) return [];
  const held = count(total, "X61");
  const where = held === 1 ? "the one virtual session held" : `the ${many(held, "virtual session")} held`;
  const unread = await unreadNotices(reader);
  return [
    notice(
      `No teacher's attendance is confirmed at ${where}: teachers, classrooms, experiences and students reached there are not known, which is not 0.`,
      "warning",
    ),
    ...unread,
  ];
}

/** Nothing once an export of Pathful was read. */
export async function unreadNotices(reader: Reader): Promise<Notice[]> {
  const freshness = await freshnessOf(reader);
  if (SOURCES.some((source) => freshness[source] != null)) return [];
  return [
    notice(
      "No export of Pathful has been read yet, and only those say which teachers came: send one with import.",
      "warning",
    ),
  ];
}
