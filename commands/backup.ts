import path from "node:path";
import { defineCommand } from "../src/command/index.js";
import { column, reply, table } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { printBytes } from "../src/sources/index.js";

export const backup = defineCommand({
  name: "backup",
  family: "admin",
  summary: "Makes a backup of the pool now, checks it, and lists those there are.",
  examples: ["backup"],
  allow: ["admin"],
  effect: "write",
  submit: "Back up now",
  args: {},
  async run(_args, { services, progress, signal }) {
    const done = await services.runJob("backup", { progress, signal });
    if (done.status === "failed") throw new PolarisError("backup_failed", `No backup was made: ${done.text}`);
    const backups = await services.backups();
    return reply({
      title: "Backup",
      text: `${done.text}.`,
      sensitivity: "open",
      tables: [
        table({
          key: "backups",
          title: "Backups",
          columns: [
            column("made", "Made", "instant", "open"),
            column("file", "File", "text", "open"),
            column("size", "Size", "text", "open"),
          ],
          rows: backups.map(({ file, at, bytes }) => [at, path.basename(file), printBytes(bytes)]),
          empty: "There is no backup.",
        }),
      ],
    });
  },
});
