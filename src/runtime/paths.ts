import { existsSync } from "node:fs";
import path from "node:path";

/** The project's folder: the nearest one above that holds package.json, from src/ and from dist/ alike. */
export const projectRoot = (() => {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return folder;
})();

/** A file of the project, as in projectFile("prisma"). */
export const projectFile = (...parts: string[]): string => path.join(projectRoot, ...parts);

/** A compiled module, for worker threads, which run JavaScript only: builtFile("src/thread.js"). */
export const builtFile = (file: string): string => path.join(projectRoot, "dist", file);
