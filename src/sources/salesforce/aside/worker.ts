// The thread that reads answers: download, CSV or JSON, hash, reading and packing, while another thread stores. It knows no pool.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { Credit } from "../../credit.js";
import type { IncomingRow } from "../../model.js";
import { type AskedAnswer, type AskedPage, askPage, readAnswer } from "../answer.js";
import type { BulkPlace } from "../bulk.js";
import type { Listening } from "../session.js";
import { packed } from "./failures.js";
import { CROSSINGS_AHEAD, type Order, type Packing, type Report, ROWS_PER_CROSSING } from "./messages.js";

const { pack }: Packing = await import(pathToFileURL(String(workerData)).href);

/** An answer under way. */
class Answer {
  readonly control = new AbortController();
  readonly credit = new Credit(CROSSINGS_AHEAD);
}

const answers = new Map<number, Answer>();

const say = (report: Report, handedOver: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(report, handedOver);

async function read(order: Extract<Order, { kind: "read" | "page" }>): Promise<void> {
  const { answer: number } = order;
  const answer = new Answer();
  answers.set(number, answer);
  const listening: Listening = {
    hear: (heard) => say({ answer: number, kind: "heard", heard }),
    stop: answer.control.signal,
  };
  const send = async (rows: readonly IncomingRow[], next: BulkPlace | null): Promise<void> => {
    const { parts, handedOver } = pack(rows);
    await answer.credit.spend(answer.control.signal);
    say({ answer: number, kind: "rows", rows: parts, next }, handedOver);
  };
  try {
    const about =
      order.kind === "read"
        ? await sendAnswer(order.asked, send, listening)
        : await sendPage(order.asked, send, listening);
    say({ answer: number, kind: "end", about });
  } catch (error) {
    say({ answer: number, kind: "failed", failure: packed(error) });
  } finally {
    answers.delete(number);
  }
}

type Send = (rows: readonly IncomingRow[], next: BulkPlace | null) => Promise<void>;

async function sendAnswer(asked: AskedAnswer, send: Send, listening: Listening): Promise<null> {
  const page = Math.min(asked.portions.page, ROWS_PER_CROSSING);
  const pages = readAnswer({ ...asked, portions: { ...asked.portions, page } }, listening);
  for await (const { rows, next } of pages) await send(rows, next);
  return null;
}

async function sendPage(asked: AskedPage, send: Send, listening: Listening) {
  const { rows: records, totalSize, following, rowOf } = await askPage(asked, listening);
  for (let from = 0; from < records.length; from += ROWS_PER_CROSSING)
    await send(records.slice(from, from + ROWS_PER_CROSSING).map(rowOf), null);
  return { totalSize, following };
}

parentPort?.on("message", (order: Order) => {
  if (order.kind === "read" || order.kind === "page") void read(order);
  else if (order.kind === "more") answers.get(order.answer)?.credit.more();
  else answers.get(order.answer)?.control.abort();
});
