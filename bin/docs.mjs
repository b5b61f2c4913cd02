// npm run docs: writes docs/commands.md and docs/metrics.md from the code.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { documents } from "./documents.mjs";
import { prepare, root } from "./prepare.mjs";

prepare();
const { commands } = await import("../dist/commands/index.js");
const { FAMILIES, helpReply, registryOf } = await import("../dist/src/command/index.js");
const { metricsDocument } = await import("../dist/src/metrics/index.js");
const written = documents({ commands, families: FAMILIES, registryOf, helpReply, metricsDocument });
for (const [file, text] of Object.entries(written)) {
  writeFileSync(path.join(root, file), text);
  console.log(file);
}
