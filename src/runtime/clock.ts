/** Where "now" comes from: handed in, so that the same input gives the same output. */
export interface Clock {
  /** ISO-8601 UTC with milliseconds. */
  now(): string;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };
