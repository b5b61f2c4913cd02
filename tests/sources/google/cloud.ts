import { GoogleCloud, type GoogleCloudOptions, newServiceAccount } from "../../../sandbox/google/index.js";
import type { Clock, GoogleAccess } from "../../../src/runtime/index.js";
import { type GooglePatience, GoogleSource } from "../../../src/sources/index.js";

export const ACCOUNT = newServiceAccount("polaris@prep-kc.iam.gserviceaccount.com");
export const ROSTER = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-roster";

/** A clock that both sides go by; a pause moves it on, so that minutes of waiting take no time. */
export class Time implements Clock {
  #ahead = 0;
  readonly pauses: number[] = [];

  now(): string {
    return new Date(this.milliseconds()).toISOString();
  }

  milliseconds(): number {
    return Date.now() + this.#ahead;
  }

  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  get patience(): GooglePatience {
    return {
      deadline: 2_000,
      repeats: 7,
      random: () => 0.5,
      pause: async (milliseconds, stop) => {
        stop?.throwIfAborted();
        this.pauses.push(milliseconds);
        this.advance(milliseconds);
      },
    };
  }
}

export const accessTo = (cloud: GoogleCloud, key = ACCOUNT): GoogleAccess => ({
  clientEmail: key.email,
  privateKey: key.privateKey,
  rootUrl: `${cloud.url}/`,
  exportFolder: null,
});

export function listeningCloud(
  time: Time,
  options: Omit<GoogleCloudOptions, "serviceAccounts" | "clock">,
): Promise<GoogleCloud> {
  return new GoogleCloud({ ...options, serviceAccounts: [ACCOUNT], clock: () => time.milliseconds() }).listen();
}

export const sourceOf = (
  cloud: GoogleCloud,
  time: Time,
  more: { patience?: GooglePatience; stop?: AbortSignal } = {},
): GoogleSource => new GoogleSource({ access: accessTo(cloud), clock: time, patience: time.patience, ...more });
