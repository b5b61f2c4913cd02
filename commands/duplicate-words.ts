import type { CommandContext } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import {
  type DuplicatePair,
  type Evidence,
  nextPair,
  OBJECT_OF,
  type PairKind,
  type RecordKey,
} from "../src/identity/index.js";
import type { Action, Sensitivity } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

/** What the records of a kind are called, one and many. */
export const KIND_WORDS: Readonly<Record<PairKind, { readonly one: string; readonly many: string }>> = {
  volunteer: { one: "volunteer", many: "volunteers" },
  teacher: { one: "teacher", many: "teachers" },
  student: { one: "student", many: "students" },
  organization: { one: "organisation", many: "organisations" },
  session: { one: "session", many: "sessions" },
};

/** What a record of this kind that is two becomes. */
export const ONE_OF: Readonly<Record<PairKind, string>> = {
  volunteer: "one person",
  teacher: "one person",
  student: "one person",
  organization: "one organisation",
  session: "one session",
};

/** What names of this kind reveal. */
export const NAMES_OF: Readonly<Record<PairKind, Sensitivity>> = {
  volunteer: "name",
  teacher: "name",
  student: "student",
  organization: "open",
  session: "open",
};

const FIELDS: Readonly<Record<string, string>> = {
  first_name: "first name",
  last_name: "last name",
  email: "e-mail",
  student_number: "student id",
  mail_house: "e-mail domain",
  pathful_user: "Pathful id",
  telephone: "phone",
  workplace: "employer",
  alias: "alias",
  street: "street",
};

/** How a level reads before its field, as in "same e-mail". */
const BEFORE: Readonly<Record<string, string>> = { exact: "same" };
/** How a level reads behind its field, as in "last name near". */
const BEHIND: Readonly<Record<string, string>> = {
  one_slip: "one slip apart",
  very_near: "very near",
  nickname: "by a nickname",
  part: "in part",
  two_parts: "in two parts",
  swapped: "exchanged",
  same_city: "in the same city",
  same_zip: "in the same ZIP",
  different: "differs",
};

/** "same e-mail", "last name near" */
export function evidenceWords({ field, level }: Pick<Evidence, "field" | "level">): string {
  if (field === "others") return "records between them differ, so a person looks";
  const what = FIELDS[field] ?? field.replaceAll("_", " ");
  const before = BEFORE[level];
  return before === undefined ? `${what} ${BEHIND[level] ?? level.replaceAll("_", " ")}` : `${before} ${what}`;
}

/** "+9.1", "−6.0": bits for and against. */
export const showBits = (bits: number): string => `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}`;

/** Where a record is seen in Salesforce; null when it came from elsewhere. */
export const linkOf = (
  kind: PairKind,
  { source, sourceId }: RecordKey,
  { organization }: CommandContext,
): string | null =>
  source === "salesforce" ? recordUrl(organization.salesforce.recordUrl, OBJECT_OF[kind], sourceId) : null;

/** A record as `merge` is told of it. */
export const keyWords = ({ source, sourceId }: RecordKey): string =>
  source === "salesforce" ? sourceId : `${source}:${sourceId}`;

/** A number that names a pair or a decision. @throws PolarisError argument_invalid */
export function numberCalled(text: string, what: string, shownBy: string): number {
  const number = Number(text.trim().replace("#", ""));
  if (Number.isInteger(number) && number > 0 && number < 2 ** 31) return number;
  throw new PolarisError("argument_invalid", `“${text}” is no ${what}. Expected a number that “${shownBy}” shows.`);
}

/** The button to the next open pair, or to the list when none is left. */
export async function nextButton(pair: DuplicatePair, { pool, request }: CommandContext): Promise<Action> {
  const next = await nextPair(pool, pair, request.now);
  return next === null
    ? { label: "Open pairs", line: "duplicates", does: "run", sensitivity: "open" }
    : { label: "Next pair", line: `duplicate ${next}`, does: "run", style: "primary", sensitivity: "open" };
}
