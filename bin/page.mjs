// Builds the console page: its TypeScript for the browser, and beside it the files that are served as they are.
import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = path.join(root, "sandbox/console/page");

/** Puts the page into `folder`/console/page, where it answers. Throws with the compiler's words. */
export function buildPage(folder) {
  const compiler = path.join(root, "node_modules/typescript/bin/tsc");
  const done = spawnSync(process.execPath, [compiler, "-p", source, "--outDir", folder], {
    cwd: root,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`The console page does not compile:\n${done.stdout}${done.stderr}`);
  const built = path.join(folder, "console/page");
  for (const name of readdirSync(source).filter((each) => /\.(html|css|svg)$/.test(each))) {
    copyFileSync(path.join(source, name), path.join(built, name));
  }
  return built;
}
