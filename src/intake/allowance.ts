import { type Clock, type ErrorCode, PolarisError } from "../runtime/index.js";

/** A run that stops for one of these has done nothing wrong: the next one goes on from where it stood. */
export const PAUSES: ReadonlySet<ErrorCode> = new Set([
  "api_budget_spent",
  "salesforce_limit_reached",
  "run_too_long",
  "run_stopped",
]);

/** The time a run may take. */
export class Allowance {
  readonly #clock: Clock;
  readonly #minutes: number;
  readonly #until: number;

  constructor(clock: Clock, minutes: number) {
    this.#clock = clock;
    this.#minutes = minutes;
    this.#until = Date.parse(clock.now()) + minutes * 60_000;
  }

  /** @throws PolarisError run_too_long when the time is over */
  check(): void {
    if (Date.parse(this.#clock.now()) < this.#until) return;
    throw new PolarisError(
      "run_too_long",
      `The sync has taken ${this.#minutes} minutes, the longest it may (salesforce.longestMinutes in organization.yml). It paused where it stood; the next run goes on from there.`,
    );
  }
}
