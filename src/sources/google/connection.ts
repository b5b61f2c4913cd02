import { setTimeout as wait } from "node:timers/promises";
import type { z } from "zod";
import type { Clock, GoogleAccess } from "../../runtime/index.js";
import { Allowance } from "./allowance.js";
import { brokenAnswer, GoogleError, type Subject } from "./errors.js";
import { explained } from "./refusals.js";
import { openServices, type ScopesOf, type Services } from "./services.js";

/** How long Google is waited for. */
export interface GooglePatience {
  /** Milliseconds that one request may take. */
  readonly deadline: number;
  /** How often a request is made again after a failure that may pass. */
  readonly repeats: number;
  /** From 0 to 1: spreads the pauses of those who were turned away together. */
  random(): number;
  pause(milliseconds: number, stop: AbortSignal | undefined): Promise<void>;
}

const LONGEST_PAUSE = 64_000;

/** Pauses of 1, 2, 4 … 64 s: over two minutes in all, more than any quota of a minute needs. */
export const PATIENT: GooglePatience = {
  deadline: 60_000,
  repeats: 7,
  random: Math.random,
  pause: (milliseconds, stop) => wait(milliseconds, undefined, stop === undefined ? {} : { signal: stop }),
};

/** While somebody waits for the answer. */
export const BRIEF: GooglePatience = { ...PATIENT, deadline: 20_000, repeats: 2 };

/** While somebody waits for a sheet: a large workbook takes Google a minute to turn into one. */
export const UPLOADING: GooglePatience = { ...PATIENT, deadline: 180_000, repeats: 3 };

export interface ConnectionOptions {
  readonly access: GoogleAccess;
  readonly clock: Clock;
  /** Shared by all connections of one service account. */
  readonly allowance?: Allowance;
  readonly patience?: GooglePatience;
  readonly stop?: AbortSignal;
  /** What the account is signed in for; reading unless told. */
  readonly scopes?: ScopesOf;
}

type Subjected = Pick<Subject, "kind" | "name">;

/** Google's clients with a deadline, an allowance, repeats and checked answers around them. */
export class GoogleConnection {
  readonly account: string;
  readonly #access: GoogleAccess;
  readonly #clock: Clock;
  readonly #allowance: Allowance;
  readonly #patience: GooglePatience;
  readonly #stop: AbortSignal | undefined;
  readonly #scopes: ScopesOf;
  #services: Promise<Services> | null = null;
  #calls = 0;

  constructor({ access, clock, allowance, patience = PATIENT, stop, scopes = "read" }: ConnectionOptions) {
    this.account = access.clientEmail;
    this.#access = access;
    this.#clock = clock;
    this.#allowance = allowance ?? new Allowance(clock);
    this.#patience = patience;
    this.#stop = stop;
    this.#scopes = scopes;
  }

  /** Requests made so far, tokens not counted. */
  get calls(): number {
    return this.#calls;
  }

  /** One read of the Sheets API, which counts towards its quota. */
  async sheets<T>(about: Subjected, work: (services: Services) => Promise<{ data: unknown }>, shape: z.ZodType<T>) {
    return this.#again(about, async (subject) => {
      await this.pause(this.#allowance.take());
      return this.#once(subject, work, shape);
    });
  }

  /** One request of another API. */
  async ask<T>(about: Subjected, work: (services: Services) => Promise<{ data: unknown }>, shape: z.ZodType<T>) {
    return this.#again(about, (subject) => this.#once(subject, work, shape));
  }

  /** @throws the stop signal's reason */
  async pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    await this.#patience.pause(milliseconds, this.#stop).catch((error: unknown) => {
      throw this.#stop?.aborted ? this.#stop.reason : error;
    });
  }

  async #again<T>(about: Subjected, work: (subject: Subject) => Promise<T>): Promise<T> {
    const subject = { ...about, account: this.account };
    for (let attempt = 0; ; attempt++) {
      this.#stop?.throwIfAborted();
      try {
        return await work(subject);
      } catch (error) {
        if (!(error instanceof GoogleError) || !error.isPassing || attempt >= this.#patience.repeats) throw error;
        const ours = Math.min(LONGEST_PAUSE, 1_000 * 2 ** attempt + this.#patience.random() * 1_000);
        await this.pause(Math.max(ours, error.waitFor ?? 0));
      }
    }
  }

  async #once<T>(
    subject: Subject,
    work: (services: Services) => Promise<{ data: unknown }>,
    shape: z.ZodType<T>,
  ): Promise<T> {
    let data: unknown;
    try {
      data = await this.#signedIn(subject, work);
    } catch (thrown) {
      this.#stop?.throwIfAborted();
      throw thrown;
    }
    const parsed = shape.safeParse(data);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const place = `${issue?.path.join(".") || "answer"}: ${issue?.code ?? "not as documented"}`;
    throw brokenAnswer(subject, typeof data === "string" ? "no JSON" : place);
  }

  /** A token that was good when it was given may be refused before its time: then with a fresh one, once. */
  async #signedIn(subject: Subject, work: (services: Services) => Promise<{ data: unknown }>): Promise<unknown> {
    try {
      return await this.#request(subject, work);
    } catch (error) {
      if (!(error instanceof GoogleError) || error.status !== 401) throw error;
      this.#services = null;
      return this.#request(subject, work);
    }
  }

  async #request(subject: Subject, work: (services: Services) => Promise<{ data: unknown }>): Promise<unknown> {
    this.#calls += 1;
    try {
      return (await work(await this.#open())).data;
    } catch (thrown) {
      throw explained(thrown, subject, Date.parse(this.#clock.now()));
    }
  }

  #open(): Promise<Services> {
    this.#services ??= openServices(this.#access, this.#scopes, () => {
      const deadline = AbortSignal.timeout(this.#patience.deadline);
      return this.#stop === undefined ? deadline : AbortSignal.any([this.#stop, deadline]);
    });
    return this.#services;
  }
}
