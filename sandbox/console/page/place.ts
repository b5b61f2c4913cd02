/** What the address bar says: #/U…/C… , #/U…/C…/thread-ts, #/U…/home. */
export interface Address {
  readonly user: string | null;
  /** A channel's id, or "home"; null for wherever is best. */
  readonly where: string | null;
  /** ts of the root of the open thread. */
  readonly thread: string | null;
}

export function readAddress(hash: string): Address {
  const [user = "", where = "", thread = ""] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const isUser = /^[UW]\w+$/.test(user);
  return {
    user: isUser ? user : null,
    where: isUser && where !== "" ? where : null,
    thread: /^\d+\.\d+$/.test(thread) ? thread : null,
  };
}

export function writeAddress({ user, where, thread }: Address): string {
  return `#/${[user, where, thread].filter((part) => part !== null).join("/")}`;
}
