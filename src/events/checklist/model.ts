import type { ChecklistItem } from "../../runtime/index.js";
import type { CalendarEvent } from "../calendar/index.js";

/** What people say of an item. */
export const TASK_STATES = ["open", "done", "not_needed"] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Somebody in Slack. */
export interface InCharge {
  readonly userId: string;
  readonly name: string;
}

/** What stands of an item, as people said it. */
export interface Said {
  /** Number of the change. */
  readonly id: number;
  readonly state: TaskState;
  /** Null: whoever is in charge of the event. */
  readonly owner: InCharge | null;
  /** Null: as the checklist says. */
  readonly dueOn: string | null;
  readonly by: InCharge;
  /** ISO-8601 UTC. */
  readonly at: string;
}

/** An item of one event's checklist, as it stands now. */
export interface EventTask {
  readonly event: CalendarEvent;
  readonly item: ChecklistItem;
  /** Done also where the event has what the item is about. */
  readonly state: TaskState;
  /** The data says that it is done. */
  readonly isSettled: boolean;
  /** Null where neither the item nor the event has anybody. */
  readonly inCharge: InCharge | null;
  /** Set by hand, or by the days before the event. */
  readonly dueOn: string | null;
  /** Null where nobody has said anything of it. */
  readonly said: Said | null;
}
