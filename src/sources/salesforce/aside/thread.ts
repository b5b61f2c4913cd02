import { Worker } from "node:worker_threads";
import { builtFile } from "../../../runtime/index.js";
import type { IncomingRow } from "../../model.js";
import type { AnswerReader, AskedAnswer, AskedPage } from "../answer.js";
import type { BulkPage, BulkPlace } from "../bulk.js";
import type { QueryPage } from "../rest.js";
import type { Listening } from "../session.js";
import { unpacked } from "./failures.js";
import type { Order, Report } from "./messages.js";

/** Its heap: a few pages of rows and what reading them leaves behind. */
const RESOURCES = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

/** A thread of its own that reads answers while this one stores them. It starts when it is first needed. */
export class ReadingThread<Parts> implements AnswerReader {
  readonly #packing: string;
  readonly #unpack: (parts: Parts) => readonly IncomingRow[];
  #worker: Worker | undefined;
  #failure: unknown;
  #answers = 0;
  #underWay = 0;

  /**
   * @param packing file of the compiled module whose `pack` makes of rows what crosses between the threads
   * @param unpack makes rows of it again
   */
  constructor(packing: string, unpack: (parts: Parts) => readonly IncomingRow[]) {
    this.#packing = packing;
    this.#unpack = unpack;
  }

  /** Starts it beforehand, so that the first answer does not wait for it. */
  start(): void {
    if (this.#worker !== undefined) return;
    this.#worker = new Worker(builtFile("src/sources/salesforce/aside/worker.js"), {
      workerData: this.#packing,
      resourceLimits: RESOURCES,
    });
    // Between answers nobody listens; whoever asks next is told.
    this.#worker.on("error", (error) => {
      this.#failure = error;
    });
    this.#worker.unref();
  }

  async *read(asked: AskedAnswer, listening: Listening): AsyncGenerator<BulkPage<IncomingRow>> {
    let rows: IncomingRow[] = [];
    let next: BulkPlace | null = asked.place;
    for await (const report of this.#reports({ kind: "read", asked }, listening)) {
      if (report.kind === "rows") {
        rows.push(...this.#unpack(report.rows));
        next = report.next;
        const isLast = next === null || next.locator !== asked.place.locator;
        if (rows.length < asked.portions.page && !isLast) continue;
        yield { rows, next };
        rows = [];
        continue;
      }
      // What came before a failure is whole, and need not be asked for again.
      if (rows.length > 0) yield { rows, next };
      if (report.kind === "failed") throw unpacked(report.failure);
    }
  }

  async *page(asked: AskedPage, listening: Listening): AsyncGenerator<QueryPage<IncomingRow>> {
    const rows: IncomingRow[] = [];
    for await (const report of this.#reports({ kind: "page", asked }, listening)) {
      if (report.kind === "rows") rows.push(...this.#unpack(report.rows));
      else if (report.kind === "failed") throw unpacked(report.failure);
      else if (report.about !== null) yield { rows, ...report.about };
    }
  }

  /** What the thread says of one order, to its end or its failure. */
  async *#reports(begins: Begins, listening: Listening): AsyncGenerator<Delivery<Parts>> {
    this.start();
    const worker = this.#worker;
    if (this.#failure !== undefined) throw this.#failure;
    if (worker === undefined) throw new Error("the reading thread did not start");
    this.#answers += 1;
    const answer = this.#answers;
    const order = (about: Begins | { readonly kind: "more" | "stop" }): void =>
      worker.postMessage({ answer, ...about } satisfies Order);
    const inbox = new Inbox<Parts>(worker, answer, listening);
    // While rows are awaited nothing else may keep the process alive; those of the next object are asked for before this answer ends.
    this.#underWay += 1;
    worker.ref();
    order(begins);
    let isOver = false;
    try {
      while (!isOver) {
        const report = await inbox.next();
        if (report.kind === "rows") order({ kind: "more" });
        else isOver = true;
        yield report;
      }
    } finally {
      if (!isOver) order({ kind: "stop" });
      inbox.close();
      this.#underWay -= 1;
      if (this.#underWay === 0) worker.unref();
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

type Begins = Omit<Extract<Order, { kind: "read" }>, "answer"> | Omit<Extract<Order, { kind: "page" }>, "answer">;

type Delivery<Parts> = Exclude<Report<Parts>, { readonly kind: "heard" }>;

/** What the thread says of one answer, in order; the thread's own end is an error. */
class Inbox<Parts> {
  readonly #worker: Worker;
  readonly #waiting: Delivery<Parts>[] = [];
  readonly #onMessage: (report: Report<Parts>) => void;
  readonly #onError: (error: unknown) => void;
  readonly #onExit: () => void;
  readonly #stop: AbortSignal | undefined;
  readonly #onStop: () => void;
  #broken: unknown;
  #wake: (() => void) | undefined;

  constructor(worker: Worker, answer: number, listening: Listening) {
    this.#worker = worker;
    this.#stop = listening.stop;
    this.#onMessage = (report) => {
      if (report.answer !== answer) return;
      if (report.kind === "heard") listening.hear(report.heard);
      else this.#waiting.push(report);
      this.#wake?.();
    };
    this.#onError = (error) => {
      this.#broken = error;
      this.#wake?.();
    };
    this.#onExit = () => this.#onError(new Error("the reading thread ended"));
    this.#onStop = () => this.#wake?.();
    worker.on("message", this.#onMessage);
    worker.on("error", this.#onError);
    worker.on("exit", this.#onExit);
    this.#stop?.addEventListener("abort", this.#onStop);
  }

  async next(): Promise<Delivery<Parts>> {
    for (;;) {
      this.#stop?.throwIfAborted();
      const report = this.#waiting.shift();
      if (report !== undefined) return report;
      if (this.#broken !== undefined) throw this.#broken;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#worker.off("message", this.#onMessage);
    this.#worker.off("error", this.#onError);
    this.#worker.off("exit", this.#onExit);
    this.#stop?.removeEventListener("abort", this.#onStop);
  }
}
