import type { JsonObject } from "../blockkit/index.js";
import type { FormValues } from "../console-types.js";

/** What the workspace holds while it runs. */

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "public" | "private" | "dm";
  readonly isExternallyShared: boolean;
  isArchived: boolean;
  readonly members: Set<string>;
}

export interface Message {
  /** "<channel>/<ts>" */
  readonly key: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly user: string;
  readonly byApp: boolean;
  text: string;
  blocks: readonly JsonObject[];
  metadata: JsonObject | null;
  readonly files: readonly string[];
  /** The only reader, for "Only visible to you". */
  readonly ephemeralTo: string | null;
  editedTs: string | null;
  /** Reaction → users. */
  readonly reactions: Map<string, string[]>;
  /** What each user has chosen in it so far. */
  readonly values: Map<string, FormValues>;
  /** Ephemeral messages that the reader has put away. */
  dismissed: boolean;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly length: number;
  readonly altText: string | null;
  readonly user: string;
  readonly createdAt: number;
  bytes: Buffer | null;
  mimetype: string;
  /** When it can be used as slack_file; null until the upload is completed. */
  readyAt: number | null;
  deleted: boolean;
  /** Keys of the messages it was shared in. */
  readonly shares: string[];
}

export interface View {
  readonly id: string;
  readonly type: "modal" | "home";
  readonly user: string;
  /** The channel the person was in when it was opened. */
  readonly channel: string | null;
  readonly rootId: string;
  readonly previousId: string | null;
  /** As the app sent it, ids of blocks and elements filled in. */
  source: JsonObject;
  blocks: readonly JsonObject[];
  hash: string;
  values: FormValues;
}

export interface Trigger {
  readonly id: string;
  readonly user: string;
  readonly issuedAt: number;
  readonly channel: string | null;
  /** The modal it was born in; only such triggers may push. */
  readonly view: string | null;
  used: boolean;
}

export interface ResponseUrl {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly threadTs: string | null;
  readonly issuedAt: number;
  /** From a message's element: answers replace that message unless they say otherwise. */
  readonly fromMessage: boolean;
  uses: number;
  /** Key of the message that replace_original and delete_original mean. */
  original: string | null;
}
