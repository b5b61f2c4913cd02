import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { OPERATING_FIGURES, type Sample } from "./watch/index.js";

/** What the main thread counts itself, and where all figures are written down for Prometheus. */
export interface Meters {
  answered(command: string, outcome: string, seconds: number): void;
  /** The figures of the moment as text: those of the pool are handed in. */
  text(
    samples: readonly Sample[],
    now: { readonly clockAge: number; readonly queues: Readonly<Record<string, number>> },
  ): Promise<{
    readonly type: string;
    readonly text: string;
  }>;
}

const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** Figures about the process itself (event-loop delay, memory, CPU) come along. */
export function openMeters(): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answers = new Histogram({
    name: "polaris_answer_seconds",
    help: "Seconds from a line to its answer, by command and outcome.",
    labelNames: ["command", "outcome"],
    buckets: BUCKETS,
    registers: [registry],
  });
  const clock = new Gauge({
    name: "polaris_clock_age_seconds",
    help: "Seconds since the clock last came round.",
    registers: [registry],
  });
  const queue = new Gauge({
    name: "polaris_queue_length",
    help: "Tasks that wait for a thread.",
    labelNames: ["threads"],
    registers: [registry],
  });
  return {
    answered: (command, outcome, seconds) => answers.observe({ command, outcome }, seconds),
    async text(samples, { clockAge, queues }) {
      clock.set(clockAge);
      for (const [threads, length] of Object.entries(queues)) queue.set({ threads }, length);
      const merged = Registry.merge([registry, written(samples)]);
      return { type: registry.contentType, text: await merged.metrics() };
    },
  };
}

/** Samples of the pool as a registry of their own: what is gone from the pool is gone from the figures. */
function written(samples: readonly Sample[]): Registry {
  const registry = new Registry();
  for (const [name, { help, type }] of Object.entries(OPERATING_FIGURES)) {
    const own = samples.filter((sample) => sample.name === name);
    const [first] = own;
    if (first === undefined) continue;
    const labelNames = Object.keys(first.labels);
    const registers = [registry];
    if (type === "gauge") {
      const gauge = new Gauge({ name, help, labelNames, registers });
      for (const { labels, value } of own) gauge.set({ ...labels }, value);
    } else {
      const counter = new Counter({ name, help, labelNames, registers });
      for (const { labels, value } of own) counter.inc({ ...labels }, value);
    }
  }
  return registry;
}
