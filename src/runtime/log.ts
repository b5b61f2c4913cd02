import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** Slack tokens, authorisation headers and one-time addresses, wherever they turn up in a text. */
const SECRET =
  /\b(xox[abp]-[\w-]+|xapp-[\w-]+|00D\w{12,15}![\w.]+|Bearer\s+\S+|https?:\/\/\S*\/(commands|actions|response)\/\S+)/g;

export const withoutSecrets = (text: string): string => text.replace(SECRET, "[secret]");

const ADDRESS = /[\w.+'-]+@[\w-]+(\.[\w-]+)+/g;
/** PostgreSQL quotes the value that it refuses: `invalid input syntax for type integer: "…"`, `Key (email)=(…) already exists`. */
const QUOTED_VALUE = /(: "|=\()[^\n]*/g;

/** Nothing that may be a person's: no address of theirs, and of a database's refusal no value. */
function withoutPersons(text: string, isOfDatabase: boolean): string {
  const named = withoutSecrets(text).replace(ADDRESS, "[address]");
  return isOfDatabase ? named.replace(QUOTED_VALUE, "$1[value]") : named;
}

/** Errors of the database say their five-character state beside the message. */
const isOfDatabase = (error: Error): boolean => "severity" in error || error.name.startsWith("PrismaClient");

function logged(error: Error) {
  const said = (text: string): string => withoutPersons(text, isOfDatabase(error));
  return {
    name: error.name,
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    message: said(error.message),
    stack: said(error.stack ?? ""),
  };
}

/** Structured lines on stderr: what happened, with ids, counts and codes; never a person's data. */
export function openLog(level: string, to: DestinationStream = pino.destination({ fd: 2, sync: true })): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ["*.token", "*.trigger_id", "*.response_url", "*.authorization"], censor: "[secret]" },
      serializers: {
        error: (error: unknown) =>
          error instanceof Error
            ? { ...logged(error), ...(error.cause instanceof Error ? { cause: logged(error.cause).message } : {}) }
            : { message: withoutPersons(String(error), false) },
      },
    },
    to,
  );
}
