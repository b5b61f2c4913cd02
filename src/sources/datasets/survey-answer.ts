import { isBad, numberCell, textCell, truthCell } from "../grid/cells.js";
import type { GridCell } from "../grid/model.js";
import type { AnswerKind, SurveyAnswerRecord } from "./records.js";

type Answer = Pick<SurveyAnswerRecord, "answerKind" | "answerText" | "answerNumber">;

/** "4", "4 - Good", "4 out of 5", "4/5", "4 ★". */
const RATED = /^\s*(\d{1,2}(?:\.\d+)?)(?:\s*(?:\/|of|out of)\s*\d+|\s*[-–(★*].*)?\s*$/i;
const YES_NO = /^(?:yes|no|true|false|y|n)$/i;

/** What was answered, by the kind that is said, else by the answer itself. A text that is no rating stays beside it as it was given. */
export function readAnswer(cell: GridCell, asked: AnswerKind | undefined): Answer {
  const answerKind = asked ?? kindOf(cell);
  return { answerKind, answerText: textCell(cell), answerNumber: NUMBERS[answerKind](cell) };
}

function kindOf(cell: GridCell): AnswerKind {
  if (typeof cell === "boolean" || YES_NO.test(String(cell).trim())) return "yes_no";
  return rating(cell) === null ? "text" : "rating";
}

const NUMBERS: Readonly<Record<AnswerKind, (cell: GridCell) => number | null>> = {
  rating,
  yes_no: (cell) => {
    const said = truthCell(cell);
    return said === null || isBad(said) ? null : Number(said);
  },
  text: () => null,
};

function rating(cell: GridCell): number | null {
  const number = numberCell(typeof cell === "string" ? (RATED.exec(cell)?.[1] ?? cell) : cell);
  return isBad(number) ? null : number;
}
