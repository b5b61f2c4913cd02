import { createTransport, type Transporter } from "nodemailer";
import { renderText, reply } from "../reply/index.js";
import { type Clock, type Log, type MailAccess, PolarisError } from "../runtime/index.js";
import type { Sender } from "./courier.js";
import type { LeasedParcel, LostParcel, Settlement } from "./outbox.js";

const FIRST_WAIT = 60_000;
const LONGEST_WAIT = 60 * 60_000;
const MOST_ATTEMPTS = 12;
/** A server that does not answer is not waited for longer. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

interface MailParts {
  readonly mail: MailAccess;
  readonly organizationName: string;
  readonly timeZone: string;
  readonly log: Log;
  readonly clock: Clock;
}

/** Sends alerts as plain text by SMTP. Its message ids follow from the outbox's keys, so that a repeated one is known as the same. */
export class MailSender implements Sender {
  readonly #parts: MailParts;
  readonly #transport: Transporter;
  readonly #from: string;

  constructor(parts: MailParts) {
    this.#parts = parts;
    this.#transport = createTransport({ url: parts.mail.url, ...PATIENCE });
    this.#from = senderAddress(parts.mail);
  }

  async send(parcel: LeasedParcel): Promise<Settlement> {
    const { mail, organizationName, timeZone, log } = this.#parts;
    try {
      const whole = reply(JSON.parse(parcel.payload) as Parameters<typeof reply>[0]);
      const sent: { messageId?: string } = await this.#transport.sendMail({
        from: { name: "Polaris", address: this.#from },
        to: [...mail.to],
        subject: `${organizationName}: ${whole.title}`.replace(/\s+/g, " "),
        text: renderText({ ...whole, text: whole.openText }, { width: 78, timeZone }),
        messageId: `<${Buffer.from(parcel.dedupeKey).toString("base64url")}@polaris>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      return { kind: "sent", receipt: sent.messageId ?? parcel.dedupeKey };
    } catch (error) {
      log.warn({ error, parcel: parcel.id, attempts: parcel.attempts }, "a mail could not be sent");
      return this.#settlementOf(error, parcel);
    }
  }

  /** Nobody is told by mail that a mail was lost: whoever sends by Slack says it there. */
  async tell(_lost: LostParcel, _reason: string | null): Promise<void> {}

  close(): void {
    this.#transport.close();
  }

  #settlementOf(error: unknown, { attempts }: LeasedParcel): Settlement {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreachable";
    const isRefused = isForGood(error);
    const text = isRefused
      ? `The mail server refused it (${code}). Expected SMTP_URL with a user that may send, and addresses in ALERT_EMAIL_TO that exist.`
      : `The mail server did not take it in ${attempts} attempts (${code}).`;
    if (isRefused || attempts >= MOST_ATTEMPTS) return { kind: "failed", code, text };
    const wait = Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT);
    return { kind: "later", dueAt: new Date(Date.parse(this.#parts.clock.now()) + wait).toISOString(), code };
  }
}

/** Logs in and out again. @throws PolarisError mail_refused */
export async function mailAnswers({ url }: MailAccess): Promise<void> {
  const transport = createTransport({ url, ...PATIENCE });
  try {
    await transport.verify();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
    throw new PolarisError(
      "mail_refused",
      `The mail server in SMTP_URL does not take us (${code}). Expected an address as in smtps://user:password@mail.example.org.`,
      { cause },
    );
  } finally {
    transport.close();
  }
}

/** What trying again cannot mend: a wrong login, and whatever the server answers with a code of 500 or above. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && error.code === "EAUTH") return true;
  return "responseCode" in error && Number(error.responseCode) >= 500;
}

/** The user of SMTP_URL when it is an address, else the first of those who get alerts. */
function senderAddress({ url, to }: MailAccess): string {
  const user = decodeURIComponent(new URL(url).username);
  return user.includes("@") ? user : (to[0] ?? "polaris@localhost");
}
