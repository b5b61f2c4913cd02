import type { ConsoleAction, ConsoleActionResult } from "../../slack/console-types.js";
import { act } from "./api.js";
import type { Session } from "./session.js";
import type { State } from "./state.js";
import type { Names } from "./text/passages.js";

/** What every part of the page works with. */
export interface Page {
  readonly state: State;
  readonly session: Session;
  readonly names: Names;
  /** Does one thing as the acting person. A failure that Slack tells by a notice of its own is not told twice. */
  act(action: Deed): Promise<ConsoleActionResult>;
  /** A short sentence in the corner, said aloud too. */
  tell(text: string): void;
}

type WithoutUser<Action> = Action extends unknown ? Omit<Action, "user"> : never;
export type Deed = WithoutUser<ConsoleAction>;

/** Failures that arrive as a notice in the channel as well. */
const NOTICED = new Set(["operation_timeout", "dispatch_failed", "invalid_command_response"]);

export function isToldByNotice(result: ConsoleActionResult): boolean {
  return !result.ok && NOTICED.has(result.error);
}

export function makePage(state: State, session: Session, tell: (text: string) => void): Page {
  return {
    state,
    session,
    names: {
      isMe: (id) => id === state.user,
      person: (id) => state.person(id)?.realName ?? null,
      channel: (id) => state.channels.find((channel) => channel.id === id)?.name ?? null,
    },
    act: (deed) => act({ ...deed, user: state.user } as ConsoleAction),
    tell,
  };
}
