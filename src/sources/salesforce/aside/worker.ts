// The thread that reads answers of Bulk: download, CSV, hash, reading and packing, while another thread stores. It knows no pool.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { readAnswer } from "../answer.js";
import { packed } from "./failures.js";
import { CROSSINGS_AHEAD, type Order, type Packing, type Report, ROWS_PER_CROSSING } from "./messages.js";

const { pack }: Packing = await import(pathToFileURL(String(workerData)).href);

/** An answer under way. */
class Answer {
  readonly control = new AbortController();
  #credit = CROSSINGS_AHEAD;
  #wake: (() => void) | undefined;

  more(): void {
    this.#credit += 1;
    this.#wake?.();
  }

  stop(): void {
    this.control.abort();
    this.#wake?.();
  }

  /** Waits until one more crossing may go out. */
  async spend(): Promise<void> {
    while (this.#credit === 0 && !this.control.signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.control.signal.throwIfAborted();
    this.#credit -= 1;
  }
}

const answers = new Map<number, Answer>();

const say = (report: Report): void => parentPort?.postMessage(report);

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
      const parts = rows.map(pack);
      await answer.spend();
      say({ answer: number, kind: "rows", rows: parts, next });
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
  else if (order.kind === "more") answers.get(order.answer)?.more();
  else answers.get(order.answer)?.stop();
});
