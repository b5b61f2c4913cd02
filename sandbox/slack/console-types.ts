/**
 * What the console page and the stand-in say to each other (console-api.md tells the story).
 * Everything here is JSON. Ids are Slack's: U… users, C…/G… channels, D… direct messages, F… files, V… views.
 */

/** A Block Kit object, as the app sent it (block ids filled in). */
export type BlockJson = { readonly type: string; readonly block_id?: string } & Readonly<Record<string, unknown>>;

export interface ConsolePerson {
  readonly id: string;
  /** Handle without "@". */
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
  /** A guest of the workspace. */
  readonly isRestricted: boolean;
  /** From another workspace (Slack Connect). */
  readonly isStranger: boolean;
  readonly tz: string;
}

export interface ConsoleChannel {
  readonly id: string;
  /** Without "#"; for a direct message the other person's real name. */
  readonly name: string;
  readonly kind: "public" | "private" | "dm";
  readonly isExternallyShared: boolean;
  readonly isArchived: boolean;
  /** Whether the acting user is a member; messages of a channel can be read and written by members only. */
  readonly isMember: boolean;
  /** Whether the app's bot is a member. */
  readonly hasApp: boolean;
  /** Only for kind "dm": the other person. */
  readonly withUser?: string;
}

export interface ConsoleFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  /** Short type such as "xlsx", "png", "csv". */
  readonly filetype: string;
  readonly size: number;
  readonly altText: string | null;
  /** Same-origin address of the bytes: for <img src> and for downloads (add ?download=1). */
  readonly url: string;
  readonly uploadedBy: string;
}

export interface ConsoleReaction {
  readonly name: string;
  readonly users: readonly string[];
}

export interface ConsoleMessage {
  /** Stable across edits: "<channel>/<ts>". Use it to upsert, and to name the message in actions. */
  readonly key: string;
  readonly channel: string;
  readonly ts: string;
  /** The root's ts when the message stands in a thread; the root itself has it too once it has replies. */
  readonly threadTs: string | null;
  /** User id of the author (the bot's user id for the app). */
  readonly user: string;
  /** mrkdwn source; the summary that a screen reader says when there are blocks. */
  readonly text: string;
  readonly blocks: readonly BlockJson[];
  readonly files: readonly ConsoleFile[];
  /** "Only visible to you": only the acting user gets it, and it is gone after a reload in real Slack. */
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly reactions: readonly ConsoleReaction[];
  /** Replies in the thread of this root; 0 for replies themselves. */
  readonly replyCount: number;
  /** What the user has chosen in this message so far, by block id, then action id. */
  readonly values: FormValues;
}

export interface ConsoleView {
  readonly id: string;
  readonly type: "modal" | "home";
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string | null;
  readonly blocks: readonly BlockJson[];
  /** Changes with every update: redraw when it differs, keeping values of blocks that stay. */
  readonly hash: string;
  /** The initial values of the form, and what the user has chosen so far, by block id, then action id. */
  readonly values: FormValues;
  readonly clearOnClose: boolean;
}

/** Something Slack itself tells the user, such as "/polaris didn't respond (operation_timeout)". */
export interface ConsoleNotice {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly channel: string | null;
  readonly code: string;
  readonly text: string;
}

export interface ConsoleShortcut {
  readonly callbackId: string;
  readonly name: string;
  readonly description: string;
  readonly type: "global" | "message";
}

export interface ConsoleCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export interface ConsoleApp {
  readonly id: string;
  readonly name: string;
  readonly botUser: string;
  readonly commands: readonly ConsoleCommand[];
  readonly shortcuts: readonly ConsoleShortcut[];
  /** Whether the app is connected (Socket Mode) or has a request URL (HTTP). */
  readonly connected: boolean;
  readonly mode: "socket" | "http";
}

/** GET /console/api/state?user=U… */
export interface ConsoleState {
  readonly seq: number;
  readonly team: { readonly id: string; readonly name: string };
  readonly user: string;
  /** Everybody, the bot included; switch user among those that are not bots. */
  readonly people: readonly ConsolePerson[];
  /** Public channels (guests: only their own), private channels the user is in, direct messages. The DM with the app is always there. */
  readonly channels: readonly ConsoleChannel[];
  readonly app: ConsoleApp;
  /** Null until the app published one. */
  readonly home: ConsoleView | null;
  /** The open modals, bottom first; the last one is in front. At most three. */
  readonly modals: readonly ConsoleView[];
  /** The latest 50. */
  readonly notices: readonly ConsoleNotice[];
}

/** GET /console/api/messages?user=U…&channel=C… : oldest first, threads included, ephemerals of the user included. */
export interface ConsoleMessages {
  readonly seq: number;
  readonly messages: readonly ConsoleMessage[];
}

/**
 * Data of each server-sent event of GET /console/events?user=U… (the SSE event name is always "message").
 * Only what that user may see is sent. `seq` rises by one or more; after a reconnect, fetch the state anew.
 */
export type ConsoleEvent =
  /** Posted or changed: upsert by key. */
  | { readonly seq: number; readonly type: "message"; readonly message: ConsoleMessage }
  | { readonly seq: number; readonly type: "message_removed"; readonly key: string; readonly channel: string }
  /** The whole stack after any open, push, update or close. */
  | { readonly seq: number; readonly type: "modals"; readonly modals: readonly ConsoleView[] }
  | { readonly seq: number; readonly type: "home"; readonly home: ConsoleView }
  | { readonly seq: number; readonly type: "notice"; readonly notice: ConsoleNotice }
  | { readonly seq: number; readonly type: "channels"; readonly channels: readonly ConsoleChannel[] }
  | { readonly seq: number; readonly type: "people"; readonly people: readonly ConsolePerson[] }
  | { readonly seq: number; readonly type: "app"; readonly app: ConsoleApp }
  /** A delivery to the app started or ended: show a spinner at its place. */
  | { readonly seq: number; readonly type: "busy"; readonly what: string; readonly busy: boolean };

/**
 * What a field holds, whatever its element:
 * - plain_text_input, number_input, email_text_input, url_text_input: the text
 * - static_select, external_select, radio_buttons, overflow: the option's `value`
 * - users_select, conversations_select, channels_select: the id
 * - datepicker "YYYY-MM-DD", timepicker "HH:mm", datetimepicker: whole epoch seconds as text
 * - multi_* selects, checkboxes: values or ids
 * - file_input: ids of uploaded files
 * - rich_text_input: plain text
 * null is empty.
 */
export type FieldValue = string | readonly string[] | null;
/** Block id → action id → value. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;

/** Where an interactive element stands. */
export type Place =
  | { readonly in: "message"; readonly key: string }
  | { readonly in: "modal"; readonly view: string }
  | { readonly in: "home" };

/** POST /console/api/act : one thing a person does. */
export type ConsoleAction = { readonly user: string } & (
  | {
      /** A message to a channel, thread or DM. "@Name" and "#channel" become mentions; mentioning the app sends it app_mention. */
      readonly do: "post";
      readonly channel: string;
      readonly text: string;
      readonly threadTs?: string;
      /** Ids of files uploaded before. */
      readonly files?: readonly string[];
    }
  /** `text` is the whole line: "/polaris volunteers skill:stem". Refused in threads, as Slack does. */
  | { readonly do: "slash"; readonly channel: string; readonly text: string; readonly threadTs?: string }
  | {
      /** A button, an overflow choice, or a changed select, picker, radio or checkbox. The page asks `confirm` questions itself first. */
      readonly do: "interact";
      readonly place: Place;
      readonly blockId: string;
      readonly actionId: string;
      /** The new value; absent for a button. */
      readonly value?: FieldValue;
      /** The whole form as it stands, for modals and Home. */
      readonly values?: FormValues;
    }
  /** Type-ahead of an external_select. */
  | {
      readonly do: "suggest";
      readonly place: Place;
      readonly blockId: string;
      readonly actionId: string;
      readonly query: string;
    }
  | { readonly do: "submit"; readonly view: string; readonly values: FormValues }
  /** The × (all: true closes the whole stack) or the close button. */
  | { readonly do: "close"; readonly view: string; readonly all?: boolean }
  | { readonly do: "open_home" }
  | { readonly do: "shortcut"; readonly callbackId: string }
  | { readonly do: "message_shortcut"; readonly callbackId: string; readonly key: string }
  /** Finds or makes the direct message with that person (or the app). */
  | { readonly do: "open_dm"; readonly with: string }
  | { readonly do: "join"; readonly channel: string }
  /** `/invite @Polaris`: makes the app a member. */
  | { readonly do: "invite_app"; readonly channel: string }
  | { readonly do: "dismiss"; readonly key: string }
);

export interface SuggestedOption {
  readonly text: string;
  readonly value: string;
  readonly description: string | null;
}

/** The answer of POST /console/api/act. HTTP 200 also for ok:false; 400 only for a body that is not a ConsoleAction. */
export type ConsoleActionResult =
  | {
      readonly ok: true;
      /** suggest */
      readonly options?: readonly SuggestedOption[];
      readonly groups?: readonly { readonly label: string; readonly options: readonly SuggestedOption[] }[];
      /** open_dm */
      readonly channel?: string;
      /** post: the new message */
      readonly key?: string;
    }
  | {
      readonly ok: false;
      /** Such as "operation_timeout", "dispatch_failed", "not_in_channel", "slash_in_thread", "unknown_command", "invalid_form". */
      readonly error: string;
      /** A sentence for the person. */
      readonly text: string;
      /** submit: block id → what is wrong, from the form's own rules or from the app (response_action errors). */
      readonly errors?: Readonly<Record<string, string>>;
    };

/** POST /console/api/upload?user=U…&name=report.xlsx with the raw bytes as body (content-type = the file's type). */
export type ConsoleUploadResult =
  | { readonly ok: true; readonly file: ConsoleFile }
  | { readonly ok: false; readonly error: string; readonly text: string };

/** One exchange between Slack and the app. */
export interface ConsoleLogEntry {
  readonly id: number;
  /** ISO instant. */
  readonly at: string;
  readonly direction: "app_to_slack" | "slack_to_app";
  /** Web API method, "response_url", "upload", or the payload's type ("slash_commands", "block_actions", "app_mention", …). */
  readonly what: string;
  readonly body: unknown;
  /** The answer or ack; null while it is awaited. */
  readonly answer: unknown;
  /** Milliseconds until the answer; null while it is awaited. */
  readonly took: number | null;
  /** Keys of the messages and ids of the views and files it concerned. */
  readonly concerns: readonly string[];
}

/** GET /console/api/log?limit=100&concerns=C…/123.456 : newest first. */
export interface ConsoleLog {
  readonly entries: readonly ConsoleLogEntry[];
}

/** GET /console/api/raw?user=U…&key=C…/123.456 : the message as the Web API gives it. */
export interface ConsoleRaw {
  readonly message: Readonly<Record<string, unknown>>;
  readonly log: readonly ConsoleLogEntry[];
}
