/** Text with its formatting, whichever way it was written: mrkdwn, rich text or markdown. */
export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
  readonly underline?: true;
}

export type Inline =
  | { readonly kind: "text"; readonly text: string; readonly style: Style }
  | { readonly kind: "link"; readonly address: string; readonly label: string; readonly style: Style }
  | {
      readonly kind: "mention";
      readonly of: "person" | "channel" | "group" | "broadcast";
      readonly id: string;
      /** What the source calls it, where it does. */
      readonly label: string | null;
    }
  | { readonly kind: "emoji"; readonly name: string; readonly unicode: string | null }
  | { readonly kind: "colour"; readonly value: string };

export type Passage =
  | { readonly kind: "paragraph" | "quote"; readonly inlines: readonly Inline[] }
  | { readonly kind: "preformatted"; readonly text: string }
  | { readonly kind: "heading"; readonly level: number; readonly inlines: readonly Inline[] }
  | {
      readonly kind: "list";
      readonly isOrdered: boolean;
      /** 0 is the outermost. */
      readonly indent: number;
      /** The number of the first item. */
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    }
  | { readonly kind: "rule" };

/** What people and channels are called; null for unknown ids. */
export interface Names {
  isMe(id: string): boolean;
  person(id: string): string | null;
  channel(id: string): string | null;
}

export const NO_STYLE: Style = {};

/** The address when it may be opened: http, https and mail; anything else, such as javascript:, is null. */
export function safeAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" || protocol === "mailto:" ? href : null;
}
