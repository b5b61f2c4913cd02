import type { Crew } from "./crew.js";
import type { SlackPerson } from "./doors/index.js";
import type { Log } from "./runtime/index.js";
import { type DueDigest, OF_THE_ORGANIZATION } from "./schedule/index.js";

export interface RoundParts {
  readonly crew: Pick<Crew, "claimDigests" | "makeDigest" | "keepDigest">;
  /** Who somebody is in Slack now; null when Slack knows nobody by that id. */
  readonly person: (userId: string) => Promise<SlackPerson | null>;
  /** Called when something new may lie in the outbox. */
  readonly onKept: () => void;
  readonly log: Log;
}

/** Makes the digests that are due, one after the other: read by a reader, kept by the writer, never on this thread. */
export class DigestRounds {
  readonly #parts: RoundParts;
  #round: Promise<void> = Promise.resolve();
  #waiting = false;
  #stopped = false;

  constructor(parts: RoundParts) {
    this.#parts = parts;
  }

  /** Looks for what is due; a look already under way is followed by one more, never by two. */
  look(): Promise<void> {
    if (this.#waiting) return this.#round;
    this.#waiting = true;
    this.#round = this.#round.then(() => {
      this.#waiting = false;
      return this.#makeAll();
    });
    return this.#round;
  }

  /** Lets the digest under way finish; what is left is taken up by the next process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#round;
  }

  async #makeAll(): Promise<void> {
    const { crew, log } = this.#parts;
    if (this.#stopped) return;
    const due = await crew.claimDigests().catch((error: unknown) => {
      log.error({ error }, "digests that are due could not be looked for");
      return [];
    });
    for (const each of due) {
      if (this.#stopped) return;
      // What fails here is taken up again later: it stays under way until somebody says how it ended.
      await this.#make(each).catch((error: unknown) =>
        log.error({ error, digest: each.subscriptionId }, "a digest could not be made"),
      );
    }
  }

  async #make(due: DueDigest): Promise<void> {
    const { crew, person, onKept } = this.#parts;
    const creator = due.createdBy === OF_THE_ORGANIZATION ? null : await person(due.createdBy);
    await crew.keepDigest(await crew.makeDigest(due, creator));
    onKept();
  }
}
