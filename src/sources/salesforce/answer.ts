import type { IncomingRow } from "../model.js";
import { answerPages, type BulkPage, type BulkPlace, type Portions } from "./bulk.js";
import { checkedAnswer } from "./errors.js";
import { type Description, Layout } from "./layout.js";
import { OBJECTS, type ObjectName } from "./objects.js";
import { type ReadingRules, rowShape } from "./records/index.js";
import { pageOf, type QueryPage, type QueryRecord, rowOf } from "./rest.js";
import type { RowShape } from "./row.js";
import { jsonOf, type Listening, type Session, SessionTransport } from "./session.js";
import { answerShape } from "./shapes.js";

/** All that it takes to read away from the connection: plain data, which may cross to another thread. */
interface Asked {
  readonly session: Session;
  readonly object: ObjectName;
  readonly description: Description;
  readonly rules: ReadingRules;
}

/** One answer of a Bulk job. */
export interface AskedAnswer extends Asked {
  readonly place: BulkPlace;
  readonly portions: Portions;
}

/** One page of a query's answer. */
export interface AskedPage extends Asked {
  readonly path: string;
}

/** Reads answers somewhere else than in the thread that asks; a stop is heeded at once. */
export interface AnswerReader {
  /** Says that it will be needed soon. */
  start(): void;
  read(asked: AskedAnswer, listening: Listening): AsyncGenerator<BulkPage<IncomingRow>>;
  /** One page, whole. */
  page(asked: AskedPage, listening: Listening): AsyncGenerator<QueryPage<IncomingRow>>;
}

/** Reads an answer, wherever this runs. */
export function readAnswer(asked: AskedAnswer, listening: Listening): AsyncGenerator<BulkPage<IncomingRow>> {
  const { transport, shape } = readingOf(asked, listening);
  return answerPages(
    (path) => transport.get(path, asked.object, "text/csv"),
    bulkShape(shape),
    asked.place,
    asked.portions,
  );
}

/** Asks for a page, and says how its records are read. */
export async function askPage(
  asked: AskedPage,
  listening: Listening,
): Promise<QueryPage<QueryRecord> & { readonly rowOf: (record: QueryRecord) => IncomingRow }> {
  const { transport, shape } = readingOf(asked, listening);
  const streaming = await transport.get(asked.path, asked.object, "application/json");
  const answer = checkedAnswer(jsonOf(await streaming.text()), answerShape);
  return { ...pageOf(answer, asked.object), rowOf: rowOf(shape) };
}

function readingOf({ session, object: name, description, rules }: Asked, listening: Listening) {
  const object = OBJECTS.find((each) => each.name === name);
  if (object === undefined) throw new RangeError(`no object ${name}`);
  const transport = new SessionTransport(session, listening);
  return { transport, shape: rowShape(new Layout(object, description), rules) };
}

export const bulkShape = (shape: RowShape) => ({
  subject: shape.layout.object.name,
  fields: shape.layout.fields,
  rowOf: (texts: string[]): IncomingRow => shape.row(shape.layout.cellsFromTexts(texts)),
});
