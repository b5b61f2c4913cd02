import { foldText, localDay } from "../domain/index.js";
import type { Pool } from "../pool/index.js";
import type { Action, Reply } from "../reply/index.js";
import { asPolarisError, type Log, type Organization, PolarisError } from "../runtime/index.js";
import { type Argument, type Option, part, type Reading } from "./argument.js";
import { askForMissing, sensitivityOf } from "./asks.js";
import { type AuditRecord, auditRecord, writeAudit } from "./audit.js";
import { auditOf } from "./audited.js";
import { accessIn, authorise, holds, narrowToDistricts, refuseChange, refuseStranger } from "./authorise.js";
import type { Command } from "./define.js";
import { failedWithDoubts, withDoubts, withoutChart } from "./doubts.js";
import { eventTypeChoices } from "./event-types.js";
import { failureOf } from "./failure.js";
import { type Form, problemsOf, type Submitted, withSubmitted } from "./forms.js";
import { readLine } from "./grammar.js";
import { RateLimit } from "./limit.js";
import type { CommandContext, Failure, Hooks, Outcome, Place, Request, Services } from "./model.js";
import { type FormAsked, Opening } from "./opening.js";
import { type Found, mayUse, type Registry, unknownCommand, withoutAddress } from "./registry.js";
import { withRowsAsked } from "./rows.js";
import { markedAsSample } from "./sample.js";
import { sayingWho } from "./sayers.js";
import { AS_SHEET, asSheet, heldForSheet, mayHaveStudentsInSheet } from "./sheet.js";
import { type Token, tidy, tokensOfLine, tokensOfWords } from "./tokens.js";
import { filtersInWords, type GivenByName, readValues } from "./values.js";
import { writeLine } from "./write.js";

export interface DispatchParts {
  readonly registry: Registry;
  readonly pool: Pool;
  readonly organization: Organization;
  readonly services: Services;
  /** True in the sandbox. */
  readonly sample: boolean;
  readonly log: Pick<Log, "error" | "warn">;
  /** Keeps an audit entry; into the pool unless told. A thread that may not write hands its entries on. */
  readonly record?: (entry: AuditRecord) => Promise<void>;
  /** Counts what each person asks; null where somebody in front counts already. */
  readonly limit?: Pick<RateLimit, "admit"> | null;
}

export type FormOutcome =
  | { readonly kind: "form"; readonly form: Form }
  | { readonly kind: "failed"; readonly failure: Failure };
export type SubmitOutcome =
  | { readonly kind: "line"; readonly line: string }
  /** What is wrong, by field. */
  | { readonly kind: "problems"; readonly problems: Readonly<Record<string, string>> }
  | { readonly kind: "failed"; readonly failure: Failure };

/** The one path from words to an answer. Nothing here throws: whatever goes wrong is an outcome. */
export interface Dispatch {
  readonly registry: Registry;
  run(request: Request, hooks?: Partial<Hooks>): Promise<Outcome>;
  /**
   * The form of the line's command, filled in with what the line says and what stands already. With `submitted`, the form that is open: its preview
   * follows what is filled in so far, and nothing else is filled in.
   */
  form(request: Request, options?: FormAsked): Promise<FormOutcome>;
  /** The line that a filled-in form stands for; `request.line` is the line the form was opened with. */
  submit(request: Request, submitted: Submitted): Promise<SubmitOutcome>;
  /** Type-ahead for one argument; nothing where the person or the place may not see the names. */
  suggest(request: Request, command: string, argument: string, query: string): Promise<readonly Option[]>;
}

const MOST_OPTIONS = 100;
const MOST_CHOICES = 10;
const LONGEST_QUERY = 100;
/** Offered where a period is all that is missing and no form can be opened. */
const USUAL_PERIODS: readonly Option[] = [
  { value: "this year", label: "This school year" },
  { value: "last year", label: "Last school year" },
  { value: "3y", label: "The last three school years" },
  { value: "90d", label: "The last 90 days" },
];

export function createDispatch(parts: DispatchParts): Dispatch {
  return new OnePath(parts);
}

/** A line understood: whose command it is, and what it says. */
interface Understood {
  readonly command: Command;
  readonly given: GivenByName;
  readonly unsaid: readonly string[];
  readonly doubtful: readonly string[];
  readonly reading: Reading;
}

class OnePath implements Dispatch {
  readonly registry: Registry;
  readonly #parts: DispatchParts;
  readonly #limit: Pick<RateLimit, "admit"> | null;

  constructor(parts: DispatchParts) {
    this.registry = parts.registry;
    this.#parts = parts;
    this.#limit = parts.limit === undefined ? new RateLimit() : parts.limit;
  }

  run(request: Request, hooks: Partial<Hooks> = {}): Promise<Outcome> {
    return this.#guarded(request, async (admit) => {
      this.#limit?.admit(request);
      const understood = admit();
      refuseChange(understood.command, request);
      return this.#runCommand(request, understood, hooks);
    });
  }

  form(request: Request, asked: FormAsked = { more: false }): Promise<FormOutcome> {
    return this.#guarded(request, async (admit) => {
      const understood = admit();
      const opening = new Opening(understood, this.#context(request, understood, {}), (thrown) =>
        this.#logUnexpected(request, understood.command.name, thrown),
      );
      const labels = (argument: Argument<unknown>, value: string) =>
        this.#options(request, understood.command, argument, value);
      return { kind: "form", form: await opening.form(asked, labels) };
    });
  }

  submit(request: Request, submitted: Submitted): Promise<SubmitOutcome> {
    return this.#guarded<Exclude<SubmitOutcome, { kind: "failed" }>>(request, async (admit) => {
      const { command, given, reading } = admit();
      const together = withSubmitted(command, given, submitted);
      const problems = problemsOf(command, together, reading);
      if (Object.keys(problems).length > 0) return { kind: "problems", problems };
      return { kind: "line", line: writeLine(command, together) };
    });
  }

  async suggest(
    request: Request,
    commandName: string,
    argumentName: string,
    query: string,
  ): Promise<readonly Option[]> {
    try {
      refuseStranger(request.access, this.#parts.organization);
      const command = this.registry.get(commandName);
      const argument = command?.args[argumentName];
      if (command === undefined || argument === undefined) return [];
      authorise(command, request.access, request.actor);
      const typed = tidy(query).slice(0, LONGEST_QUERY).trim();
      return (await this.#options(request, command, argument, typed)).slice(0, MOST_OPTIONS);
    } catch (thrown) {
      this.#logUnexpected(request, commandName, thrown);
      return [];
    }
  }

  /**
   * Lets no stranger in, and turns whatever is thrown into a failure. `admit` reads the line and holds it to what the
   * person's role may do.
   */
  async #guarded<Good>(
    request: Request,
    work: (admit: () => Understood) => Promise<Good>,
  ): Promise<Good | { kind: "failed"; failure: Failure }> {
    let command: Command | null = null;
    const admit = (): Understood => {
      const found = this.#find(request);
      command = found.command;
      authorise(found.command, request.access, request.actor);
      return this.#understand(request, found.command, found.rest);
    };
    try {
      refuseStranger(request.access, this.#parts.organization);
      return await work(admit);
    } catch (thrown) {
      return { kind: "failed", failure: await this.#fail(request, command, thrown) };
    }
  }

  #find(request: Request): Found {
    const tokens = request.words === undefined ? tokensOfLine(request.line) : tokensOfWords(request.words);
    const found = withoutAddress(tokens).length === 0 ? this.#help() : this.registry.find(tokens);
    if (found === null) throw unknownCommand(this.registry, tokens, request.access, request.actor.door);
    return found;
  }

  /** An empty line asks for help. */
  #help(): Found | null {
    const help = this.registry.get("help");
    return help === undefined ? null : { command: help, rest: [] };
  }

  #understand(request: Request, command: Command, rest: readonly Token[]): Understood {
    const { organization } = this.#parts;
    const today = localDay(request.now, organization.timeZone);
    const calendar = { today, schoolYearStartMonth: organization.schoolYearStartMonth };
    const { given, unsaid, doubtful } = readLine(command, command.rewords?.(rest) ?? rest, calendar);
    return {
      command,
      given: narrowToDistricts(command, given, request.access, organization),
      unsaid,
      doubtful,
      reading: { calendar, eventTypeGroups: organization.eventTypeGroups },
    };
  }

  async #runCommand(asked: Request, understood: Understood, hooks: Partial<Hooks>): Promise<Outcome> {
    const { command, given, reading } = understood;
    const request = { ...asked, access: accessIn(command, asked.access) };
    const { values, missing } = readValues(command, given, reading);
    const needed = [...new Set([...missing, ...understood.unsaid.filter((name) => !given.has(name))])];
    const held = holds(request.access, request.place);
    if (needed.length > 0) {
      const ask = askForMissing(command, given, needed, await this.#choices(request, command, needed));
      await this.#audit(request, {
        command: command.name,
        kind: "read",
        outcome: "asked",
        detail: { missing: needed },
      });
      return { kind: "ask", ask, holds: held };
    }
    const [problem] = Object.values(command.problems?.(values) ?? {});
    if (problem !== undefined) throw new PolarisError("argument_invalid", problem);
    const context = this.#context(request, understood, hooks);
    const answered = await command.run(values, context).catch(async (thrown: unknown) => {
      throw failedWithDoubts(await sayingWho(thrown, context), command, understood.doubtful);
    });
    const answer = markedAsSample(withRowsAsked(answered, values, context), context);
    const as = askedAs(given);
    const isSheet = answer.kind === "reply" && as === AS_SHEET && command.effect === "read";
    const exported = isSheet ? await asSheet(answer, context) : null;
    if (!context.wasAudited()) await this.#audit(request, auditOf(command, given, answer, request, exported));
    if (answer.kind === "ask") return { kind: "ask", ask: answer, holds: held };
    const reply = withoutChart(withDoubts(exported?.reply ?? answer, command, understood.doubtful), as);
    const { effect, showsOwnTeachers } = command;
    const usable = this.#withUsableActions(request, reply);
    return {
      kind: "reply",
      reply: usable,
      holds: held,
      as,
      effect,
      ...(showsOwnTeachers ? { showsOwnTeachers } : {}),
      ...(mayHaveStudentsInSheet(command, request.access) ? { studentsInSheet: true } : {}),
    };
  }

  /** A reply offers each person only what they may do: a button for others would lead to a refusal. */
  #withUsableActions({ access, actor }: Request, reply: Reply): Reply {
    const mayRun = ({ line }: Action): boolean => {
      try {
        const found = this.registry.find(tokensOfLine(line));
        return found !== null && mayUse(found.command, access, actor.door);
      } catch {
        // A line that cannot be read can be run by nobody.
        return false;
      }
    };
    return { ...reply, actions: reply.actions.filter(mayRun) };
  }

  #context(
    request: Request,
    { command, given, reading }: Understood,
    hooks: Partial<Hooks>,
  ): CommandContext & { wasAudited(): boolean } {
    const { pool, organization, services, sample } = this.#parts;
    let audited = false;
    const lineWith = (changes: Readonly<Record<string, string | number | null>>): string => {
      const changed = new Map(given);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) changed.delete(name);
        else changed.set(name, [{ negated: false, parts: [part(String(value))] }]);
      }
      return writeLine(command, changed);
    };
    return {
      request,
      holds: askedAs(given) === AS_SHEET ? heldForSheet(request) : holds(request.access, request.place),
      pool,
      organization,
      calendar: reading.calendar,
      sample,
      services,
      commands: this.registry,
      command: command.name,
      line: lineWith({ page: null }),
      lineWith,
      filters: filtersInWords(command, given, reading),
      progress: hooks.progress ?? (() => undefined),
      signal: hooks.signal ?? new AbortController().signal,
      tryOut: (line) => this.#tryOut(request, line),
      wasAudited: () => audited,
      async auditInside(transaction, detail) {
        const filters = [...given.keys()];
        await writeAudit(
          transaction,
          auditRecord(request, {
            command: command.name,
            kind: "write",
            outcome: "done",
            detail: { filters, ...detail },
          }),
        );
        audited = true;
      },
    };
  }

  /** The answer to another line of the same person, as their schedule will ask for it: it is only read. */
  #tryOut({ words: _, ...request }: Request, line: string): Promise<Outcome> {
    const place: Place = {
      kind: "schedule",
      channel: null,
      isPrivate: true,
      isTrusted: false,
      canOpenForm: false,
      readsOnly: true,
    };
    return this.run({ ...request, line, actor: { ...request.actor, door: "schedule" }, place });
  }

  /** Where a form can be opened it offers everything; elsewhere the first few choices are printed. */
  async #choices(request: Request, command: Command, needed: readonly string[]): Promise<readonly Option[]> {
    const argument = command.args[needed[0] ?? ""];
    if (request.place.canOpenForm || needed.length > 1 || argument === undefined) return [];
    const isPeriod = argument.shape.kind === "periods" || argument.shape.kind === "period";
    if (isPeriod && argument.options === null) return USUAL_PERIODS;
    return (await this.#options(request, command, argument, "")).slice(0, MOST_CHOICES);
  }

  async #options(
    request: Request,
    command: Command,
    argument: Argument<unknown>,
    query: string,
  ): Promise<readonly Option[]> {
    const { shape } = argument;
    if (shape.kind === "choice" || shape.kind === "choices") return matching(shape.choices, query);
    if (shape.kind === "eventTypes")
      return matching(eventTypeChoices(this.#parts.organization.eventTypeGroups, query), query);
    if (!holds(request.access, request.place).includes(sensitivityOf(argument))) return [];
    if (request.access.role === "district") {
      if (shape.kind !== "reference" && shape.kind !== "references") return [];
      if (shape.to === "district")
        return matching(
          request.access.districts.map((value) => ({ value, label: value })),
          query,
        );
      if (shape.to !== "metric" && shape.to !== "command") return [];
    }
    if (argument.options === null) return [];
    const understood = this.#understand(request, command, []);
    return argument.options(query, this.#context(request, understood, {}));
  }

  async #audit(request: Request, what: Pick<AuditRecord, "command" | "kind" | "outcome" | "detail">): Promise<void> {
    const record = auditRecord(request, what);
    const { pool, record: keep } = this.#parts;
    if (keep !== undefined) await keep(record);
    else await pool.transaction((transaction) => writeAudit(transaction, record));
  }

  /** Every failure is told, logged when nobody expected it, and audited as far as the pool can be reached. */
  async #fail(request: Request, command: Command | null, thrown: unknown): Promise<Failure> {
    const name = command?.name ?? "(none)";
    this.#logUnexpected(request, name, thrown);
    const failure = failureOf(thrown, request);
    const kind = failure.code === "not_allowed" ? "refused" : "failed";
    try {
      await this.#audit(request, { command: name, kind, outcome: failure.code, detail: {} });
    } catch (error) {
      this.#parts.log.error({ error, request: request.id, command: name }, "the audit log could not be written");
    }
    return failure;
  }

  #logUnexpected(request: Request, command: string, thrown: unknown): void {
    const error = asPolarisError(thrown);
    const fields = { request: request.id, command, code: error.code };
    if (error.code === "internal")
      this.#parts.log.error({ ...fields, error: error.cause ?? error }, "a command failed");
    else if (error.cause !== undefined)
      this.#parts.log.warn({ ...fields, error: error.cause }, "a command could not be answered");
  }
}

function matching(choices: readonly { readonly value: string; readonly label: string }[], query: string): Option[] {
  const typed = foldText(query);
  return choices
    .filter((each) => foldText(each.label).includes(typed) || foldText(each.value).includes(typed))
    .map(({ value, label }) => ({ value, label }));
}

/** What the line wants besides the answer itself, in its own words: xlsx, csv, sheet, chart. */
const askedAs = (given: GivenByName): string | null => given.get("as")?.[0]?.parts[0]?.text.toLowerCase() ?? null;
