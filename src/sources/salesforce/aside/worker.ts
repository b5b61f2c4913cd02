// The thread that reads answers of Bulk: download, CSV, hash, reading and packing, while another thread stores. It knows no pool.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { Credit } from "../../credit.js";
import { readAnswer } from "../answer.js";
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

async function read({ answer: number, asked }: Extract<Order, { kind: "read" }>): Promise<void> {
  const answer = new Answer();
  answers.set(number, answer);
  try {
    const page = Math.min(asked.portions.page, ROWS_PER_CROSSING);
    const pages = readAnswer(
      { ...asked, portions: { ...asked.portions, page } },
      (heard) => say({ answer: number, kind: "heard", heard }),
      answer.control.signal,
    );
    for await (const { rows, next } of pages) {
      const { parts, handedOver } = pack(rows);
      await answer.credit.spend(answer.control.signal);
      say({ answer: number, kind: "rows", rows: parts, next }, handedOver);
    }
    say({ answer: number, kind: "end" });
  } catch (error) {
    say({ answer: number, kind: "failed", failure: packed(error) });
  } finally {
    answers.delete(number);
  }
}

parentPort?.on("message", (order: Order) => {
  if (order.kind === "read") void read(order);
  else if (order.kind === "more") answers.get(order.answer)?.credit.more();
  else answers.get(order.answer)?.control.abort();
});
