/** What the public may know of a published connector session: nothing of any person. */
export interface PublishedSession {
  /** The same for one session for good. */
  readonly uid: string;
  readonly title: string;
  readonly status: "confirmed" | "published" | "cancelled";
  /** The organisation's own day and time. */
  readonly date: string;
  readonly time: string;
  /** ISO-8601 UTC. */
  readonly startsAt: string;
  readonly endsAt: string;
  /** As the title says it, as in "K-2" or "1st Grade"; null where it does not. */
  readonly grades: string | null;
  readonly careerCluster: string | null;
  /** Where to register; http or https. */
  readonly link: string | null;
  /** When it last changed, ISO-8601 UTC. */
  readonly changedAt: string;
}

export interface Feed {
  readonly organization: string;
  /** IANA zone of the days and times. */
  readonly timeZone: string;
  /** Of one district; null for all of them. */
  readonly district: string | null;
  /** Soonest first. */
  readonly sessions: readonly PublishedSession[];
}
