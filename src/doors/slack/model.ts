import type { KnownBlock } from "@slack/web-api";
import type { Actor, Form, FormAsked, Option, Place, Progress, Submitted } from "../../command/index.js";

/** What Slack itself says of a person; roles are worked out from it, afresh for every request. */
export interface SlackPerson {
  readonly userId: string;
  readonly name: string;
  readonly isGuest: boolean;
  /** Member of another workspace (Slack Connect). */
  readonly isForeign: boolean;
  /** Their account was deactivated. */
  readonly isGone?: boolean;
  readonly isBot?: boolean;
  /** Ids of the user groups they are in; null when groups cannot be read. */
  readonly groups: readonly string[] | null;
}

/** A command line said in Slack, on its way to the house. */
export interface SlackRequest {
  readonly id: string;
  readonly line: string;
  readonly actor: Actor;
  readonly person: SlackPerson;
  readonly place: Place;
  readonly now: string;
  /** The channel it was said in, where Share would post. */
  readonly sharesTo: string | null;
  /** Key of the table to show; null is the first. */
  readonly table: string | null;
  /** Whether charts are wanted too: not when a page is turned. */
  readonly charts: boolean;
}

/** Blocks and their plain words; `fallback` is sent when Slack refuses the blocks. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly fallback: readonly KnownBlock[];
}

/** A file that stands ready on disk, to be uploaded and then removed. */
export interface PreparedFile {
  readonly path: string;
  readonly name: string;
  readonly title: string;
  /** Set for a chart: what a screen reader says, the sentence above it, and the footer of its figures below it. */
  readonly chart?: { readonly altText: string; readonly takeaway: string; readonly footer: string | null };
}

export type SlackAnswer =
  | {
      readonly kind: "reply";
      readonly message: SlackMessage;
      /** One sentence, for a message that only says where the files went. */
      readonly title: string;
      readonly files: readonly PreparedFile[];
      /** Reveals more than "open": shown to the asker alone unless the place is trusted. */
      readonly isPersonal: boolean;
    }
  /** With a form when arguments are missing; with choices in the message when something is ambiguous. */
  | { readonly kind: "ask"; readonly message: SlackMessage; readonly form: Form | null }
  | { readonly kind: "failed"; readonly message: SlackMessage };

export type FormAnswer =
  | { readonly kind: "form"; readonly form: Form }
  | { readonly kind: "failed"; readonly message: SlackMessage };

export type SubmitAnswer =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "problems"; readonly problems: Readonly<Record<string, string>> }
  | { readonly kind: "failed"; readonly message: SlackMessage };

/** The rest of Polaris, as the Slack door sees it: it may work in other threads. */
export interface House {
  answer(request: SlackRequest, onProgress: (progress: Progress) => void): Promise<SlackAnswer>;
  form(request: SlackRequest, asked: FormAsked): Promise<FormAnswer>;
  submit(request: SlackRequest, values: Submitted): Promise<SubmitAnswer>;
  options(request: SlackRequest, command: string, argument: string, query: string): Promise<readonly Option[]>;
  /** The App Home of one person, already rendered. */
  home(request: SlackRequest): Promise<readonly KnownBlock[]>;
  /** A reply on its way to a channel by the clock, as that channel may hold it. */
  parcel(
    payload: string,
    place: Place,
  ): Promise<{
    readonly message: SlackMessage;
    readonly charts: readonly PreparedFile[];
    /** Sent instead of the message, when there are any. */
    readonly files: readonly PreparedFile[];
  }>;
  storedLine(key: string): Promise<string | null>;
  /** True the first time a delivery's key is seen. */
  firstSight(key: string): Promise<boolean>;
}
