import { defineCommand } from "../src/command/index.js";
import { rolesReply } from "./roles-reply.js";

export const roles = defineCommand({
  name: "roles",
  family: "admin",
  summary: "Shows who has which role.",
  examples: ["roles"],
  allow: ["admin"],
  effect: "read",
  args: {},
  run: (_args, context) => rolesReply(context, null),
});
