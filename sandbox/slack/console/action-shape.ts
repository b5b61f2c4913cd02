import { z } from "zod";
import type { ConsoleAction } from "../console-types.js";

const fieldValue = z.union([z.string(), z.array(z.string()), z.null()]);
const formValues = z.record(z.string(), z.record(z.string(), fieldValue));
const place = z.discriminatedUnion("in", [
  z.object({ in: z.literal("message"), key: z.string() }),
  z.object({ in: z.literal("modal"), view: z.string() }),
  z.object({ in: z.literal("home") }),
]);
const user = z.string();
const element = { user, place, blockId: z.string(), actionId: z.string() };

/** What the page may send to /console/api/act. */
const actionShape = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("post"),
    user,
    channel: z.string(),
    text: z.string(),
    threadTs: z.string().exactOptional(),
    files: z.array(z.string()).exactOptional(),
  }),
  z.object({
    do: z.literal("slash"),
    user,
    channel: z.string(),
    text: z.string(),
    threadTs: z.string().exactOptional(),
  }),
  z.object({
    do: z.literal("interact"),
    ...element,
    value: fieldValue.exactOptional(),
    values: formValues.exactOptional(),
  }),
  z.object({ do: z.literal("suggest"), ...element, query: z.string() }),
  z.object({ do: z.literal("submit"), user, view: z.string(), values: formValues }),
  z.object({ do: z.literal("close"), user, view: z.string(), all: z.boolean().exactOptional() }),
  z.object({ do: z.literal("open_home"), user }),
  z.object({ do: z.literal("shortcut"), user, callbackId: z.string() }),
  z.object({ do: z.literal("message_shortcut"), user, callbackId: z.string(), key: z.string() }),
  z.object({ do: z.literal("open_dm"), user, with: z.string() }),
  z.object({ do: z.literal("join"), user, channel: z.string() }),
  z.object({ do: z.literal("invite_app"), user, channel: z.string() }),
  z.object({ do: z.literal("dismiss"), user, key: z.string() }),
]);

/** Null when it is no action. */
export function readAction(body: unknown): ConsoleAction | null {
  const read = actionShape.safeParse(body);
  return read.success ? read.data : null;
}
