import type { IncomingRow } from "../model.js";
import { answerPages, type BulkPage, type BulkPlace, type Portions } from "./bulk.js";
import { type Description, Layout } from "./layout.js";
import { OBJECTS, type ObjectName } from "./objects.js";
import { type ReadingRules, rowShape } from "./records/index.js";
import type { RowShape } from "./row.js";
import { type Heard, type Session, SessionTransport } from "./session.js";

/** All that it takes to read one answer of a Bulk job away from the connection: plain data, which may cross to another thread. */
export interface AskedAnswer {
  readonly session: Session;
  readonly object: ObjectName;
  readonly description: Description;
  readonly rules: ReadingRules;
  readonly place: BulkPlace;
  readonly portions: Portions;
}

/** Reads answers somewhere else than in the thread that asks. `hear` is told what Salesforce says of the time and the calls used. */
export interface AnswerReader {
  /** Says that it will be needed soon. */
  start(): void;
  read(asked: AskedAnswer, hear: (heard: Heard) => void): AsyncGenerator<BulkPage<IncomingRow>>;
}

/** Reads an answer, wherever this runs. */
export function readAnswer(
  { session, object: name, description, rules, place, portions }: AskedAnswer,
  hear: (heard: Heard) => void,
  stop: AbortSignal,
): AsyncGenerator<BulkPage<IncomingRow>> {
  const object = OBJECTS.find((each) => each.name === name);
  if (object === undefined) throw new RangeError(`no object ${name}`);
  const transport = new SessionTransport(session, hear, stop);
  const shape = rowShape(new Layout(object, description), rules);
  return answerPages((path) => transport.get(path, name), bulkShape(shape), place, portions);
}

export const bulkShape = (shape: RowShape) => ({
  subject: shape.layout.object.name,
  fields: shape.layout.fields,
  rowOf: (texts: string[]): IncomingRow => shape.row(shape.layout.cellsFromTexts(texts)),
});
