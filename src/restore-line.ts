import { existsSync } from "node:fs";
import path from "node:path";
import { backupFolder } from "./backups.js";
import { complain } from "./complain.js";
import { listBackups, type Restored, restore, timeOfBackup } from "./pool/index.js";
import { counted, showInstant } from "./reply/index.js";
import {
  type Organization,
  PolarisError,
  projectFile,
  readOrganization,
  readSettings,
  systemClock,
} from "./runtime/index.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** `npm run restore -- FILE` and `npx polaris restore FILE`: puts a backup in the place of the pool. Resolves to the exit status. */
export async function restoreLine(
  typed: string,
  words: readonly string[],
  environment: Environment,
): Promise<0 | 1 | 2> {
  try {
    const settings = readSettings(environment);
    const organization = readOrganization(settings.organizationFile);
    const folder = backupFolder({ settings, organization });
    const [said, ...others] = words;
    if (said === undefined || others.length > 0) {
      console.error(await usage(typed, folder, organization));
      return 2;
    }
    const file = fileMeant(said, folder, environment);
    const restored = await restore({
      file,
      url: settings.databaseUrl,
      mode: settings.mode,
      prismaFolder: projectFile("prisma"),
      folder,
      now: systemClock.now(),
    });
    console.log(wordsOf(restored, file, organization));
    return 0;
  } catch (thrown) {
    return complain("The backup was not restored.", thrown);
  }
}

/** A path from where the line was typed, or the name of a file among the backups. */
function fileMeant(said: string, folder: string, { INIT_CWD: typedIn }: Environment): string {
  const places = [path.resolve(typedIn ?? ".", said), path.resolve(folder, said)];
  const file = places.find((place) => existsSync(place));
  if (file !== undefined) return file;
  throw new PolarisError("not_found", `There is no ${said}, here or in ${folder}. Expected the path of a backup.`);
}

async function usage(typed: string, folder: string, { timeZone }: Organization): Promise<string> {
  const backups = await listBackups(folder);
  return [
    `Say which backup is to take the place of the pool: ${typed} FILE`,
    backups.length === 0 ? `There is none in ${folder}.` : `In ${folder}, the newest first:`,
    ...backups.map(({ file, at }) => `  ${path.basename(file)}   ${showInstant(at, timeZone)}`),
  ].join("\n");
}

function wordsOf(restored: Restored, file: string, { timeZone }: Organization): string {
  const { pool, replaced, contacts, events, decisions } = restored;
  const at = timeOfBackup(file);
  const made = at === null ? "" : `, made ${showInstant(at, timeZone)}`;
  const holds = [counted(contacts, "contact"), counted(events, "event"), counted(decisions, "decision")].join(", ");
  return [
    `${pool} is now what ${file} holds${made}: ${holds}.`,
    replaced === null
      ? "There was no pool before."
      : `The pool that was there is kept as ${replaced}. Remove it when you need it no more: it holds contact data.`,
    "What people decided and imported after that is not in it. Start Polaris: the next sync reads what has changed in Salesforce since.",
  ].join("\n");
}
