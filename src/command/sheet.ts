import { localDay } from "../domain/index.js";
import { counted, notice, type Reply, redact, SENSITIVITIES, type Sensitivity, showDay } from "../reply/index.js";
import { PolarisError } from "../runtime/index.js";
import { holds, holdsInFolder } from "./authorise.js";
import type { Command } from "./define.js";
import type { Access, CommandContext, MadeSheet, Request } from "./model.js";

/** What `as:` says for a Google Sheet. */
export const AS_SHEET = "sheet";

const WITHOUT_STUDENTS = SENSITIVITIES.filter((each) => each !== "student");

export interface Exported {
  readonly reply: Reply;
  readonly sheet: MadeSheet;
}

/**
 * What is worked out for an answer that becomes a sheet as well: what its place may hold, and the rows of students that
 * stand in the sheet alone. What a place must not hold otherwise is not worked out for it.
 */
export function heldForSheet({ access, place }: Request): readonly Sensitivity[] {
  const here = holds(access, place);
  return holdsInFolder(access).includes("student") && !here.includes("student") ? [...here, "student"] : here;
}

/** Whether a Google Sheet of this command's answer would hold rows of students for whoever asks. */
export const mayHaveStudentsInSheet = ({ args }: Pick<Command, "args">, access: Access): boolean =>
  args.as?.shape.kind === "choice" &&
  args.as.shape.choices.some(({ value }) => value === AS_SHEET) &&
  holdsInFolder(access).includes("student");

/**
 * The reply as a Google Sheet in the organisation's folder, with all that whoever asks may see there, and the reply with
 * its address. Rows of students stand in the sheet alone, unless the place of the answer may hold them too.
 * @throws PolarisError what `exportSheet` throws, with the workbook offered instead where the command has one
 */
export async function asSheet(reply: Reply, context: CommandContext): Promise<Exported> {
  const { request, organization, services, progress, signal } = context;
  const whole = redact(reply, holdsInFolder(request.access), { because: "not shown to your role" });
  const title = `${whole.title} – ${showDay(localDay(request.now, organization.timeZone))}`;
  progress({ stage: "Making the Google Sheet", done: 0, total: null, perSecond: null, secondsLeft: null });
  const sheet = await services
    .exportSheet(whole, { title, key: request.id }, { progress, signal })
    .catch((thrown: unknown) => Promise.reject(withWorkbook(thrown, reply, context)));
  const answer = holds(request.access, request.place).includes("student") ? reply : withoutStudents(reply, whole);
  return {
    reply: { ...answer, files: [...answer.files, { key: "sheet", kind: "sheet", name: title, url: sheet.url }] },
    sheet,
  };
}

function withoutStudents(reply: Reply, inSheet: Reply): Reply {
  const isOfStudents = (table: Reply["tables"][number]) => table.columns.some((each) => each.sensitivity === "student");
  const rows = inSheet.tables.filter(isOfStudents).reduce((sum, table) => sum + table.rows.length, 0);
  if (rows === 0) return reply;
  const said = `${counted(rows, "row")} of students ${rows === 1 ? "stands" : "stand"} in the Google Sheet alone.`;
  const { notices, ...rest } = redact(reply, WITHOUT_STUDENTS);
  // One sentence says it, in place of one for each column.
  const others = notices.filter((each) => reply.notices.includes(each));
  return { ...rest, notices: [...others, notice(said)] };
}

/** Where no sheet can be made, the same is to be had as a workbook. */
function withWorkbook(thrown: unknown, reply: Reply, { lineWith }: CommandContext): unknown {
  if (!(thrown instanceof PolarisError) || !reply.files.some(({ kind }) => kind === "xlsx")) return thrown;
  const instead = { label: "As a workbook instead", line: lineWith({ as: "xlsx" }) };
  return new PolarisError(thrown.code, thrown.message, {
    cause: thrown.cause,
    suggestions: [...thrown.suggestions, instead],
  });
}
