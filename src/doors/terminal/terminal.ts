import {
  type Dispatch,
  type Failure,
  failureOf,
  lineOfWords,
  type Outcome,
  type Place,
  type Request,
} from "../../command/index.js";
import {
  type Ask,
  type Reply,
  redact,
  redactAsk,
  renderAskText,
  renderFailureText,
  renderJson,
  renderText,
  type TextOptions,
} from "../../reply/index.js";
import type { Clock } from "../../runtime/index.js";
import { isWanted, writeFiles } from "./files.js";
import { readOptions, type TerminalOptions } from "./options.js";
import { ProgressLine, type Screen } from "./progress.js";

export interface TerminalParts {
  readonly dispatch: Pick<Dispatch, "run">;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: Screen;
  /** Columns of the terminal; a plain hundred when it is none. */
  readonly width?: number | undefined;
  /** The organisation's zone, in which instants are written. */
  readonly timeZone: string;
  readonly clock: Clock;
  readonly newRequestId: () => string;
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal;
}

const TERMINAL: Place = { kind: "terminal", channel: null, isPrivate: true, isTrusted: false, canOpenForm: false };

/** Runs one command line. Resolves to the exit status: 0 done, 1 failed, refused or only partly done, 2 a mistake in the line. */
export async function runTerminal(argv: readonly string[], parts: TerminalParts): Promise<0 | 1 | 2> {
  const id = parts.newRequestId();
  const printer = new Printer(parts);
  let options: TerminalOptions;
  try {
    options = readOptions(argv);
  } catch (thrown) {
    return printer.failure(failureOf(thrown, { id }), "text");
  }
  const outcome = await answered(requestOf(options, id, parts), parts);
  try {
    return await printer.outcome(outcome, options);
  } catch (thrown) {
    return printer.failure(failureOf(thrown, { id }), options.format);
  }
}

function requestOf({ words, access, out }: TerminalOptions, id: string, parts: TerminalParts): Request {
  const [only = ""] = words;
  // One word with blanks in it is a whole line, as in npx polaris "report org Hills 3y".
  const isLine = words.length <= 1 && (only === "" || /\s/.test(only.trim()));
  return {
    id,
    line: isLine ? only : lineOfWords(words),
    ...(isLine ? {} : { words }),
    actor: { id: "terminal", name: "terminal", door: "terminal" },
    access,
    place: TERMINAL,
    now: parts.clock.now(),
    ...(out === null ? {} : { takesFiles: true }),
  };
}

async function answered(request: Request, { dispatch, stderr, signal }: TerminalParts): Promise<Outcome> {
  const line = new ProgressLine(stderr);
  try {
    return await dispatch.run(request, { progress: (progress) => line.show(progress), ...(signal ? { signal } : {}) });
  } finally {
    line.end();
  }
}

class Printer {
  readonly #parts: TerminalParts;

  constructor(parts: TerminalParts) {
    this.#parts = parts;
  }

  async outcome(outcome: Outcome, options: TerminalOptions): Promise<0 | 1 | 2> {
    if (outcome.kind === "failed") return this.failure(outcome.failure, options.format);
    if (outcome.kind === "ask") return this.#ask(redactAsk(outcome.ask, outcome.holds), options.format);
    const shown = redact(outcome.reply, outcome.holds, { because: "not shown to this role" });
    await this.#reply(shown, outcome.as, options);
    // What only a higher role may read of a failure is a failure all the same.
    return outcome.reply.notices.some((notice) => notice.level === "error") ? 1 : 0;
  }

  failure(failure: Failure, format: "text" | "json"): 1 | 2 {
    const { code, text, suggestions, requestId } = failure;
    if (format === "json") this.#json({ error: { code, text, suggestions, requestId } });
    else this.#parts.stderr.write(withNewline(renderFailureText(failure, this.#wording())));
    return failure.status;
  }

  #ask(ask: Ask, format: "text" | "json"): 2 {
    const { text, missing, choices } = ask;
    if (format === "json") this.#json({ ask: { text, missing, choices } });
    else this.#parts.stdout.write(withNewline(renderAskText(ask, this.#wording())));
    return 2;
  }

  async #reply(reply: Reply, as: string | null, { format, out }: TerminalOptions): Promise<void> {
    const written = out === null ? [] : await writeFiles(reply, as, out, this.#wording());
    if (format === "json") this.#json(renderJson(reply, written));
    else this.#parts.stdout.write(withNewline(renderText(reply, this.#wording())));
    for (const file of written) this.#parts.stderr.write(`wrote ${file.path}\n`);
    if (out === null) this.#offerFiles(reply, as);
  }

  #offerFiles(reply: Reply, as: string | null): void {
    const names = reply.files.filter((offer) => isWanted(offer.kind, as)).map((offer) => offer.name);
    if (names.length > 0) this.#parts.stderr.write(`Add --out DIR to get ${names.join(", ")}.\n`);
  }

  #json(value: unknown): void {
    this.#parts.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  #wording(): TextOptions {
    const { timeZone, width } = this.#parts;
    return { timeZone, typed: inShell, ...(width === undefined ? {} : { width }) };
  }
}

/** A line as it can be pasted into a shell: one word, read as a whole line. */
const inShell = (line: string): string => `npx polaris '${line.replaceAll("'", "'\\''")}'`;

const withNewline = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);
