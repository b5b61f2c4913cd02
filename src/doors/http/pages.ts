import { createServer, type IncomingMessage } from "node:http";
import { isTokenShaped, type Remark, remarkSchema, sessionReference, type TeacherPage } from "../../people/index.js";
import { type Clock, type Log, PolarisError } from "../../runtime/index.js";
import { type FeedAnswer, FeedDesk, type FeedSource } from "./feeds.js";
import {
  type Around,
  BUSY_PAGE,
  FAILED_PAGE,
  NEUTRAL_PAGE,
  STYLE_DIGEST,
  teacherHtml,
  type Written,
} from "./pages-html.js";
import { Allowance } from "./pages-limit.js";

/** What stands behind the pages: reading by a reader, writing by the writer. */
export interface TeacherPages {
  /** Null for every token that opens nothing. */
  page(token: string): Promise<TeacherPage | null>;
  /** Notes that a link was opened; the page does not wait for it. */
  opened(link: number): void;
  /** Null for a token that opens nothing. */
  remark(token: string, remark: Remark): Promise<"kept" | "too_many" | null>;
}

export interface PagesOptions {
  readonly port: number;
  readonly host: string;
  readonly pages: TeacherPages;
  /** Public feeds at the same address, where organization.yml switches them on. */
  readonly feeds?: FeedSource;
  /** True in the sandbox: every page says SAMPLE DATA. */
  readonly sample: boolean;
  readonly clock: Clock;
  readonly log: Pick<Log, "error">;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src '${STYLE_DIGEST}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
} as const;

const NEUTRAL: Answer = { status: 404, body: NEUTRAL_PAGE };
const BUSY: Answer = { status: 429, body: BUSY_PAGE, headers: { "retry-after": "300" } };
const FAILED: Answer = { status: 500, body: FAILED_PAGE };

const PATH = /^\/teacher\/([A-Za-z0-9_.-]{1,100})$/;
const NOTHING: Written = { kind: "", session: "", text: "" };
const MOST_BYTES = 16_384;
const MOST_WAIT_MILLISECONDS = 15_000;
const MOST_WAIT_CLOSING_MILLISECONDS = 2_000;

/**
 * Serves the pages that teachers are given links to, at an address of its own: HTML without script. The signed key in the path is all that opens a page, and
 * all that its form needs. @throws PolarisError configuration_invalid for a port that is taken
 */
export async function openPages(options: PagesOptions): Promise<{ port: number; close(): Promise<void> }> {
  const { port, host, log, feeds } = options;
  const desk = new Desk(options);
  const feedDesk = feeds === undefined ? null : new FeedDesk(feeds, options);
  const pageFor = (request: IncomingMessage): Promise<FeedAnswer> =>
    desk
      .answer(request)
      .catch((error: unknown): Answer => {
        log.error({ error }, "a teacher's page could not be shown");
        return FAILED;
      })
      .then(({ status, body, headers }) => ({ status, body, headers: { ...HEADERS, ...headers } }));
  const server = createServer((request, response) => {
    void Promise.resolve(feedDesk?.answer(request) ?? null)
      .then((fed) => fed ?? pageFor(request))
      .then(({ status, body, headers }) => {
        response.writeHead(status, headers);
        response.end(request.method === "HEAD" ? "" : body);
        // What was not read of a form that is too long is not waited for.
        if (!request.complete) response.once("finish", () => request.destroy());
      });
  });
  server.requestTimeout = MOST_WAIT_MILLISECONDS;
  server.headersTimeout = MOST_WAIT_MILLISECONDS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const text = `Polaris cannot listen at web.host ${host}, web.port ${port} of organization.yml (${cause.code}). Expected an address of this machine and a free port.`;
      reject(new PolarisError("configuration_invalid", text, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        // Node watches no time once a server closes: who has begun a form and does not go on would hold it open.
        const late = setTimeout(() => server.closeAllConnections(), MOST_WAIT_CLOSING_MILLISECONDS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
      }),
  };
}

class Desk {
  readonly #pages: TeacherPages;
  readonly #sample: boolean;
  /** Of one link: how often it is opened, and how often its form is sent. */
  readonly #openings: Allowance;
  readonly #remarks: Allowance;
  /** Of all addresses that open nothing, together: nobody gets far by trying. */
  readonly #misses: Allowance;

  constructor({ pages, sample, clock }: PagesOptions) {
    this.#pages = pages;
    this.#sample = sample;
    this.#openings = new Allowance(60, 60, clock);
    this.#remarks = new Allowance(6, 600, clock);
    this.#misses = new Allowance(600, 60, clock);
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const token = PATH.exec(path)?.[1] ?? "";
    const isOpening = request.method === "GET" || request.method === "HEAD";
    if (!isTokenShaped(token) || !(isOpening || request.method === "POST")) return NEUTRAL;
    if (!this.#openings.hasRoom(token)) return BUSY;
    const page = await this.#pages.page(token);
    if (page === null) return this.#misses.admits("") ? NEUTRAL : BUSY;
    // Counted for links that there are alone: whoever makes up others fills no memory.
    if (!this.#openings.admits(token)) return BUSY;
    if (isOpening) {
      this.#pages.opened(page.link.id);
      const isSent = new URLSearchParams(query).get("sent") === "yes";
      return this.#shown(200, page, path, { isSent });
    }
    return this.#take(request, page, path, token);
  }

  async #take(request: IncomingMessage, page: TeacherPage, path: string, token: string): Promise<Answer> {
    const came = await formOf(request);
    if (came === null)
      return this.#shown(413, page, path, {
        problems: { form: "That was too long, or no form. Nothing was sent: please try again." },
      });
    const read = remarkSchema.safeParse(came);
    if (!read.success) {
      const problems: Record<string, string> = {};
      for (const { path: field, message } of read.error.issues) problems[String(field[0] ?? "form")] ??= message;
      return this.#shown(422, page, path, { written: came, problems });
    }
    const { session } = read.data;
    if (session !== "" && !page.sessions.some((own) => sessionReference(own) === session))
      return this.#shown(422, page, path, {
        written: came,
        problems: { session: "Choose one of the sessions listed." },
      });
    const tooMany = "We have several remarks of yours that nobody has answered yet. Please wait until somebody has.";
    if (!this.#remarks.admits(token))
      return this.#shown(429, page, path, {
        written: came,
        problems: { form: "That was a lot in a short time. Nothing was lost: please send it again in a few minutes." },
      });
    const kept = await this.#pages.remark(token, read.data);
    if (kept === null) return NEUTRAL;
    if (kept === "too_many") return this.#shown(429, page, path, { written: came, problems: { form: tooMany } });
    // Seen by a request of its own, so that reloading sends nothing twice.
    return { status: 303, body: "", headers: { location: `${path}?sent=yes` } };
  }

  #shown(
    status: number,
    page: TeacherPage,
    path: string,
    said: Partial<Pick<Around, "isSent" | "written" | "problems">>,
  ): Answer {
    const around = { path, sample: this.#sample, isSent: false, written: NOTHING, problems: {}, ...said };
    return { status, body: teacherHtml(page, around) };
  }
}

/** The form's fields; null when it is too long or no form. */
async function formOf(request: IncomingMessage): Promise<Written | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "")) return null;
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) return null;
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Read to its end even when it is too long: whoever breaks off cannot answer any more.
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= MOST_BYTES) pieces.push(piece);
  }
  if (bytes > MOST_BYTES) return null;
  const fields = new URLSearchParams(Buffer.concat(pieces).toString("utf8"));
  const field = (name: keyof Written): string => fields.get(name) ?? "";
  return { kind: field("kind"), session: field("session"), text: field("text") };
}
