import { rateLimitExceeded } from "./refusal.js";

const MINUTE = 60_000;

export interface QuotaLimits {
  perProject: number;
  perUser: number;
}

/** Requests of one kind within the last minute, by project and by user. */
export class Quota {
  readonly limits: QuotaLimits = { perProject: 300, perUser: 60 };
  private readonly kind: "Read" | "Write";
  private readonly clock: () => number;
  private taken: { readonly at: number; readonly user: string }[] = [];

  constructor(kind: "Read" | "Write", clock: () => number) {
    this.kind = kind;
    this.clock = clock;
  }

  /** Counts one request. @throws GoogleRefusal 429 when the minute has had as many as it may */
  take(user: string): void {
    const now = this.clock();
    this.taken = this.taken.filter(({ at }) => at > now - MINUTE);
    if (this.taken.length >= this.limits.perProject)
      throw rateLimitExceeded(this.kind, "project", this.limits.perProject);
    if (this.taken.filter((each) => each.user === user).length >= this.limits.perUser)
      throw rateLimitExceeded(this.kind, "user", this.limits.perUser);
    this.taken.push({ at: now, user });
  }
}
