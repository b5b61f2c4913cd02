import { type CommandContext, defineCommand, lineOf, sayersOf, take } from "../src/command/index.js";
import { schoolYearLabel } from "../src/domain/index.js";
import { listRemarks, REMARK_KINDS, remarkWithId, type TeacherRemark } from "../src/people/index.js";
import { type Action, column, counted, fact, type Reply, reply, table } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

const SIZE = 10;
const MOST_OPENED = 4;

export const teacherRemarks = defineCommand({
  name: "teacher-remarks",
  family: "people",
  summary: "Lists what teachers say is wrong on their pages and nobody has answered yet.",
  examples: ["teacher-remarks", "teacher-remarks 12", "teacher-remarks answered:yes"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    id: take.text({ label: "Remark", positional: "one", placeholder: "12" }),
    answered: take.flag({ label: "Those that were answered", main: true }),
    page: take.page(),
    as: { ...take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run({ id, answered, page, asOf }, context) {
    if (id !== null) return oneRemark(await remarkCalled(context, id), context);
    const found = await listRemarks(context.pool, answered ? "answered" : "open");
    const shown = found.slice((page - 1) * SIZE, page * SIZE);
    return reply({
      title: "What teachers say is wrong",
      text: answered
        ? `${counted(found.length, "remark")} answered.`
        : found.length === 0
          ? "No remark of a teacher is open."
          : `${counted(found.length, "remark")} of teachers ${found.length === 1 ? "is" : "are"} open.`,
      sensitivity: "open",
      tables: [
        table({
          key: "remarks",
          title: answered ? "Answered" : "Open",
          columns: [
            column("id", "No.", "integer", "open"),
            column("since", "Since", "instant", "open"),
            column("kind", "What is wrong", "text", "open"),
            column("teacher", "Teacher", "text", "name"),
            column("school", "School", "text", "name"),
            column("session", "Session", "text", "open"),
            column("date", "Date", "date", "open"),
            column("text", "In their words", "text", "name"),
            column("answer", "What came of it", "text", "name"),
            column("email", "E-mail", "text", "contact"),
          ],
          rows: found.map((remark) => [
            remark.id,
            remark.at,
            REMARK_KINDS[remark.kind],
            remark.teacher,
            remark.school,
            remark.session?.title ?? null,
            remark.session?.date ?? null,
            remark.text,
            remark.answer,
            remark.email,
          ]),
          empty: answered
            ? "No remark has been answered yet."
            : "Teachers say what is wrong on the page that “teacher-link” gives them.",
        }),
      ],
      actions: shown.slice(0, MOST_OPENED).map((remark) => ({
        label: `Open ${remark.id}`,
        line: lineOf("teacher-remarks", { id: remark.id }),
        does: "run",
        sensitivity: "open",
      })),
      files: [
        { key: "remarks", kind: "xlsx", name: "teacher-remarks.xlsx" },
        { key: "remarks", kind: "csv", name: "teacher-remarks.csv" },
      ],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
    });
  },
});

/** @throws PolarisError argument_invalid, not_found */
export async function remarkCalled({ pool }: Pick<CommandContext, "pool">, text: string): Promise<TeacherRemark> {
  const number = Number(text.replace("#", ""));
  if (!Number.isInteger(number) || number < 1)
    throw new PolarisError(
      "argument_invalid",
      `“${text}” is no remark. Expected a number that “teacher-remarks” shows.`,
    );
  const remark = await remarkWithId(pool, number);
  if (remark === null)
    throw new PolarisError("not_found", `There is no remark ${number}. “teacher-remarks” lists those that are open.`);
  return remark;
}

async function oneRemark(remark: TeacherRemark, context: CommandContext): Promise<Reply> {
  const whose = await sayersOf([remark.answeredBy], context);
  const { id, teacher, school, schoolYear, kind, text, session, at, answeredAt, answer, answeredBy, email } = remark;
  const close: Action[] = [
    {
      label: "Answer",
      line: lineOf("teacher-remarks close", { id }),
      does: "form",
      style: "primary",
      sensitivity: "open",
    },
    { label: "Close", line: lineOf("teacher-remarks close", { id }), does: "run", sensitivity: "open" },
  ];
  return reply({
    title: `Remark ${id}: ${REMARK_KINDS[kind]}`,
    text: `${teacher} says: “${text}”`,
    sensitivity: "name",
    openText: `Remark ${id} of a teacher: ${REMARK_KINDS[kind]}. Their words are shown privately only.`,
    facts: [
      fact("kind", "What is wrong", REMARK_KINDS[kind], "text", "open"),
      fact("session", "Session", session?.title ?? "the page as a whole", "text", "open"),
      ...(session === null ? [] : [fact("date", "Date", session.date, "date", "open")]),
      fact("year", "School year", schoolYearLabel(schoolYear), "text", "open"),
      fact("school", "School", school, "text", "name"),
      fact("email", "E-mail", email, "text", "contact"),
      fact("since", "Said", at, "instant", "open"),
      ...(answeredAt === null
        ? []
        : [
            fact("answered", "Closed", answeredAt, "instant", "open"),
            fact("answered_by", "By", whose(answeredBy), "text", "name"),
            fact("answer", "What came of it", answer ?? "closed without a word", "text", "name"),
          ]),
    ],
    actions: answeredAt === null ? close : [reopening(id)],
  });
}

export const reopening = (id: number): Action => ({
  label: "Open it again",
  line: lineOf("teacher-remarks reopen", { id }),
  does: "run",
  sensitivity: "open",
});
