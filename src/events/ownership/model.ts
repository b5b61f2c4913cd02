import type { Need } from "../calendar/index.js";

/** What somebody in charge can see to; a district follows from a school. */
export type Missing = Exclude<Need, "district">;

/** An event as decisions name it: they outlive its row. */
export interface EventKey {
  readonly source: string;
  readonly sourceId: string;
}

/** Who takes care of an event now. */
export interface PersonInCharge {
  /** Slack user id. */
  readonly userId: string;
  readonly name: string;
  /** Local day until which something is to be done; null: none was set. */
  readonly dueOn: string | null;
  readonly note: string | null;
  /** ISO-8601 UTC. */
  readonly since: string;
  /** Slack user id; the owner's own when they claimed it. */
  readonly assignedBy: string;
}

/** An event with who takes care of it and what it lacks. */
export interface OwnedEvent extends EventKey {
  readonly id: number;
  readonly title: string;
  /** Local day and time. */
  readonly date: string;
  readonly time: string;
  readonly format: string;
  readonly status: string;
  readonly school: string | null;
  readonly owner: PersonInCharge | null;
  /** In the order in which it matters; the owner first. */
  readonly missing: readonly Missing[];
}

/** Who does something about an event. */
export interface Doer {
  readonly id: string;
  readonly name: string;
}

/** A message to a channel or a person, as the outbox takes it. */
export interface Letter {
  readonly dedupeKey: string;
  readonly kind: "notice";
  /** Slack channel or user id. */
  readonly recipient: string;
  /** Who is told when it cannot be delivered; null: the admins. */
  readonly owner: string | null;
  /** JSON of a reply. */
  readonly payload: string;
  /** Key of the message that it is put in place of. */
  readonly replacesKey?: string;
}
