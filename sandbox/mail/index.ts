import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header name in lower case → value, unfolded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface MailServerOptions {
  readonly user?: string;
  readonly password?: string;
}

type Refusal = { readonly at: "login" | "recipient" | "message"; readonly code: number; readonly text: string };

/** A small mail server on 127.0.0.1: it takes what a user with the right password sends, and keeps it in memory. */
export class MailServer {
  readonly #server: SMTPServer;
  readonly #user: string;
  readonly #password: string;
  readonly #mails: ReceivedMail[] = [];
  readonly #waiting = new Set<() => void>();
  #refusal: Refusal | null = null;

  constructor({ user = "polaris@sample.example", password = "sandbox-mail" }: MailServerOptions = {}) {
    this.#user = user;
    this.#password = password;
    this.#server = new SMTPServer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: (auth, _session, done) => {
        const isRight = auth.username === this.#user && auth.password === this.#password;
        if (isRight && this.#refusal?.at !== "login") return done(null, { user: this.#user });
        done(refused({ at: "login", code: 535, text: "Invalid login" }));
      },
      onRcptTo: (_address, _session, done) =>
        done(this.#refusal?.at === "recipient" ? refused(this.#refusal) : undefined),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          if (this.#refusal?.at === "message") return done(refused(this.#refusal));
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? "" : mailFrom.address;
          this.#mails.push(
            read(
              Buffer.concat(chunks).toString("utf8"),
              from,
              rcptTo.map(({ address }) => address),
            ),
          );
          done();
          for (const wake of this.#waiting) wake();
        });
      },
    });
    // A client that hangs up is no trouble of the server's.
    this.#server.on("error", () => undefined);
  }

  async listen(port = 0): Promise<this> {
    if (process.env.NODE_ENV === "production") throw new Error("The sandbox never starts with NODE_ENV=production.");
    await new Promise<void>((resolve, reject) => {
      this.#server.server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => resolve());
    });
    return this;
  }

  /** What stands in SMTP_URL. */
  get url(): string {
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://${encodeURIComponent(this.#user)}:${encodeURIComponent(this.#password)}@127.0.0.1:${port}`;
  }

  get mails(): readonly ReceivedMail[] {
    return this.#mails;
  }

  /** Refuses from now on, or (null) takes everything again. */
  refuse(refusal: Refusal | null): void {
    this.#refusal = refusal;
  }

  /** The first mail that fits, now or later. */
  async until(fits: (mail: ReceivedMail) => boolean, timeoutMs = 10_000): Promise<ReceivedMail> {
    const found = this.#mails.find(fits);
    if (found) return found;
    return new Promise((resolve, reject) => {
      const look = () => {
        const mail = this.#mails.find(fits);
        if (mail) finish(() => resolve(mail));
      };
      const timer = setTimeout(() => finish(() => reject(new Error("no such mail came"))), timeoutMs);
      const finish = (end: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        end();
      };
      this.#waiting.add(look);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

function refused({ code, text }: Refusal): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function read(raw: string, from: string, to: readonly string[]): ReceivedMail {
  const end = raw.indexOf("\r\n\r\n");
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, " ");
  const headers = Object.fromEntries(
    head.split("\r\n").map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  const body = raw.slice(end + 4);
  return { from, to, headers, text: decoded(body, headers["content-transfer-encoding"] ?? "") };
}

function decoded(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body.replace(/\r\n/g, "\n");
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").replace(/\r\n/g, "\n");
}
