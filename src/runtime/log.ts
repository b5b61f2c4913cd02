import pino, { type Logger } from "pino";

export type Log = Logger;

/** Slack tokens, authorisation headers and one-time addresses, wherever they turn up in a text. */
const SECRET =
  /\b(xox[abp]-[\w-]+|xapp-[\w-]+|00D\w{12,15}![\w.]+|Bearer\s+\S+|https?:\/\/\S*\/(commands|actions|response)\/\S+)/g;

export const withoutSecrets = (text: string): string => text.replace(SECRET, "[secret]");

/** Structured lines on stderr: what happened, with ids, counts and codes; never a person's data. */
export function openLog(level: string): Log {
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
            ? {
                name: error.name,
                message: withoutSecrets(error.message),
                stack: withoutSecrets(error.stack ?? ""),
                ...(error.cause instanceof Error ? { cause: withoutSecrets(error.cause.message) } : {}),
              }
            : { message: withoutSecrets(String(error)) },
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
