import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { calendarFile, type Feed, jsonFile } from "../../events/index.js";
import type { Clock, Log } from "../../runtime/index.js";
import { FEED_STYLE_DIGEST, feedHtml } from "./feeds-html.js";
import { Allowance } from "./pages-limit.js";

/** What stands behind the public feeds. */
export interface FeedSource {
  /** The sessions of a district by its slug, or of all of them; null for a slug that no district has. */
  read(slug: string | null): Promise<Feed | null>;
  readonly cacheSeconds: number;
  /** Requests a minute from one address. */
  readonly perMinute: number;
}

export interface FeedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PATH = /^(?:\/district\/([a-z0-9-]{1,120}))?\/events\.(ics|json|html)$/;

interface Form {
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  write(feed: Feed, secondsToLive: number): string;
}

const FORMS: Readonly<Record<string, Form>> = {
  ics: { type: "text/calendar; charset=utf-8", write: calendarFile },
  json: { type: "application/json; charset=utf-8", write: jsonFile },
  html: {
    type: "text/html; charset=utf-8",
    // Districts put the page into their own: it may stand in any frame, and runs nothing.
    headers: {
      "content-security-policy": `default-src 'none'; style-src '${FEED_STYLE_DIGEST}'; form-action 'none'; base-uri 'none'; frame-ancestors *`,
    },
    write: feedHtml,
  },
};

/** Any page may read what is public anyway. */
const OPEN = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

const plainly = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): FeedAnswer => ({
  status,
  headers: { ...OPEN, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  body: `${text}\n`,
});

/** Feeds by their path whose last form is remembered, to say since when it stands. */
const MOST_REMEMBERED = 2_000;

/** Answers for the public feeds: what is public of the sessions to come, for calendars and web pages. */
export class FeedDesk {
  readonly #source: FeedSource;
  readonly #clock: Clock;
  readonly #log: Pick<Log, "error">;
  readonly #allowance: Allowance;
  /** Path → its content's digest, and when it was first given out. */
  readonly #stands = new Map<string, { readonly tag: string; readonly since: number }>();

  constructor(source: FeedSource, { clock, log }: { readonly clock: Clock; readonly log: Pick<Log, "error"> }) {
    this.#source = source;
    this.#clock = clock;
    this.#log = log;
    this.#allowance = new Allowance(source.perMinute, 60, clock);
  }

  /** Null for a path that is no feed's. */
  async answer(request: IncomingMessage): Promise<FeedAnswer | null> {
    const [path = ""] = (request.url ?? "").split("?", 1);
    const [, slug = null, extension = ""] = PATH.exec(path) ?? [];
    const form = FORMS[extension];
    if (form === undefined) return null;
    if (request.method !== "GET" && request.method !== "HEAD")
      return plainly(405, "This can only be read.", { allow: "GET, HEAD" });
    if (!this.#allowance.admits(addressOf(request)))
      return plainly(429, "Too many requests. Please wait a minute.", { "retry-after": "60" });
    try {
      const feed = await this.#source.read(slug);
      if (feed === null) return plainly(404, "There is no such district here.");
      return this.#fresh(request, path, form.write(feed, this.#source.cacheSeconds), form);
    } catch (error) {
      this.#log.error({ error }, "a feed could not be read");
      return plainly(500, "Something went wrong. Please try again later.");
    }
  }

  #fresh(request: IncomingMessage, path: string, body: string, form: Form): FeedAnswer {
    const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
    const since = this.#since(path, tag);
    const headers = {
      ...OPEN,
      ...form.headers,
      "content-type": form.type,
      "cache-control": `public, max-age=${this.#source.cacheSeconds}`,
      etag: tag,
      "last-modified": new Date(since).toUTCString(),
    };
    return isKnown(request, tag, since) ? { status: 304, headers, body: "" } : { status: 200, headers, body };
  }

  /** Since when this process has given the path's content out as it is, in whole seconds as HTTP has them. */
  #since(path: string, tag: string): number {
    const known = this.#stands.get(path);
    if (known?.tag === tag) return known.since;
    if (this.#stands.size >= MOST_REMEMBERED) this.#stands.clear();
    const since = Math.floor(Date.parse(this.#clock.now()) / 1_000) * 1_000;
    this.#stands.set(path, { tag, since });
    return since;
  }
}

/** Whether whoever asks has this content already: by its tag where they say one, else by the time (RFC 9110, 13.2.2). */
function isKnown({ headers }: IncomingMessage, tag: string, since: number): boolean {
  const tags = headers["if-none-match"];
  if (tags !== undefined) {
    const said = tags.split(",").map((each) => each.trim().replace(/^W\//, ""));
    return said.includes(tag) || said.includes("*");
  }
  const time = Date.parse(headers["if-modified-since"] ?? "");
  return !Number.isNaN(time) && since <= time;
}

/** Behind a proxy on this machine, whom it says it answers: the last address it added. Nobody else's word counts. */
function addressOf({ socket, headers }: IncomingMessage): string {
  const near = socket.remoteAddress ?? "";
  const isProxy = near === "127.0.0.1" || near === "::1" || near === "::ffff:127.0.0.1";
  const said = headers["x-forwarded-for"];
  const forwarded = (Array.isArray(said) ? said.join(",") : (said ?? "")).split(",").at(-1)?.trim() ?? "";
  return isProxy && forwarded !== "" ? forwarded : near;
}
