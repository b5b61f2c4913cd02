import path from "node:path";
import { complain } from "./complain.js";
import { type Moved, movePool } from "./pool/index.js";
import { counted, showInteger } from "./reply/index.js";
import { projectFile, projectRoot } from "./runtime/index.js";

type Environment = Readonly<Record<string, string | undefined>>;

const USAGE =
  "Say from where to where: npm run move-pool -- file:./data/polaris.db postgresql://user@host/database\nWithout the second, the pool is moved to DATABASE_URL.";

/** `npm run move-pool -- FROM TO`: moves a pool from SQLite to PostgreSQL. Resolves to the exit status. */
export async function moveLine(words: readonly string[], environment: Environment): Promise<0 | 1 | 2> {
  const [from, to = environment.DATABASE_URL?.trim(), ...others] = words;
  if (from === undefined || !to || others.length > 0) {
    console.error(USAGE);
    return 2;
  }
  try {
    const moved = await movePool({
      from: from.replace(/^file:(.*)$/s, (_, file: string) => `file:${path.resolve(projectRoot, file)}`),
      to,
      prismaFolder: projectFile("prisma"),
      onTable: (name, rows) => console.error(`${name}: ${showInteger(rows)}`),
    });
    console.log(wordsOf(moved, words.length > 1));
    return 0;
  } catch (thrown) {
    return complain("The pool was not moved.", thrown);
  }
}

const wordsOf = ({ tables, rows }: Moved, isToBeSet: boolean): string =>
  [
    `Moved ${counted(rows, "row")} of ${counted(tables, "table")}, and compared each table. The SQLite file holds what it held.`,
    isToBeSet ? "Set DATABASE_URL to the new address, then start Polaris." : "Start Polaris.",
  ].join("\n");
