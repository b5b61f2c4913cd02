import { PolarisError } from "../runtime/index.js";

/** The least role that sees a link, lowest first. */
export const LINK_ROLES = ["coordinator", "staff", "admin"] as const;
export type LinkRole = (typeof LINK_ROLES)[number];

/** A link that staff keep for each other. */
export interface QuickLink {
  readonly id: number;
  readonly title: string;
  readonly url: string;
  readonly topic: string;
  /** One line: what it is, and when to use it. */
  readonly about: string;
  readonly role: LinkRole;
  readonly removedAt: string | null;
}

export type LinkWish = Pick<QuickLink, "title" | "url" | "topic" | "about" | "role">;

const RANKS: readonly string[] = LINK_ROLES;

/** Whether a role may see a link; a role without links (a district viewer, a stranger) sees none. */
export const maySeeLink = ({ role }: Pick<QuickLink, "role">, asker: string): boolean =>
  RANKS.indexOf(role) <= RANKS.indexOf(asker);

/** Slack shows no longer address in a button or a cell. */
const LONGEST = 1_000;
/** What would end or divide a link in Slack's mark-up, or hide where it leads. */
const TRICKS = /[\s<>|"'`\\\p{Cc}\p{Cf}]/u;

/**
 * The web address that somebody gave, as it is kept: https alone, without a user or password in it.
 * @throws PolarisError argument_invalid
 */
export function linkAddress(text: string): string {
  const asked = text.trim().replace(/^<([^|>]+)(?:\|[^>]*)?>$/, "$1");
  const refuse = (why: string): never => {
    throw new PolarisError(
      "argument_invalid",
      `${why} Expected an address that begins with https://, as in https://example.org/guide. Nothing was changed.`,
    );
  };
  if (asked.length > LONGEST) return refuse(`That address has more than ${LONGEST} characters.`);
  if (TRICKS.test(asked) || !URL.canParse(asked)) return refuse(`“${asked.slice(0, 60)}” is no web address.`);
  const url = new URL(asked);
  if (url.protocol === "http:")
    return refuse("Addresses with http:// are not kept: whoever opens one could be led elsewhere.");
  if (url.protocol !== "https:") return refuse(`An address with ${url.protocol} is not kept.`);
  if (url.username !== "" || url.password !== "")
    return refuse("An address with a user or a password in it is not kept.");
  return url.href;
}
