import type { Organization } from "./organization.js";

/** How the pages for people outside Slack are reached; null while there are none. */
export function pagesAddress({ web: { port, host, url } }: Organization): string | null {
  if (port === undefined) return null;
  return (url ?? `http://${host}:${port}`).replace(/\/+$/, "");
}
