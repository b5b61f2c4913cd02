import type { WebClient } from "@slack/web-api";
import type { Option, Place, Submitted } from "../../command/index.js";
import { type Press, parsePress } from "../../reply/index.js";
import { type Clock, type Log, newRequestId } from "../../runtime/index.js";
import { type FormMemory, modalOf, optionOf } from "./modal.js";
import type { House, SlackAnswer, SlackRequest, SubmitAnswer } from "./model.js";
import type { SlackPeople } from "./people.js";
import type { SlackPlaces } from "./places.js";
import { type Respond, respondAt } from "./respond.js";
import { slackErrorCode } from "./upload.js";
import { plainMessage, type Voice, withSmallPrint } from "./voice.js";

export interface DoorParts {
  readonly house: House;
  readonly people: SlackPeople;
  readonly places: SlackPlaces;
  readonly voice: Voice;
  readonly client: WebClient;
  readonly log: Log;
  readonly clock: Clock;
}

/** Something a person said or pressed, as far as every kind of it has the same parts. */
export interface Said {
  readonly userId: string;
  readonly line: string;
  readonly channel: string | null;
  /** Where a private answer goes; null where Slack gave no address. */
  readonly answerAt: string | null;
  /** Good for three seconds, once. */
  readonly triggerId: string | null;
}

/** What of a reply is wanted. */
const WHOLE = { table: null, charts: true };
const TEXT_ONLY = { table: null, charts: false };

const HOLD_ON_AFTER = 1_000;
const IN_DIRECT_MESSAGES = "The chart and files are in your direct messages with Polaris.";

/** Slack's side of every conversation: from what somebody said to an answer in the right place. */
export class SlackDoor {
  readonly #parts: DoorParts;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  /** A slash command, or a line pressed or submitted elsewhere that is answered like one. */
  async slash(said: Said, replaceOriginal = false): Promise<void> {
    const { places, voice } = this.#parts;
    const respond = said.answerAt === null ? null : respondAt(said.answerAt);
    const holdOn = new HoldOn(replaceOriginal ? null : respond);
    const request = await this.#request(said, places.slash(said.channel ?? "", said.triggerId !== null));
    const answer = await this.#answer(request, () => voice.directChannel(said.userId).then((channel) => ({ channel })));
    if (answer.kind === "ask" && answer.form !== null && (await this.#openForm(said, answer.form))) {
      await holdOn.cancel();
      return;
    }
    const files = answer.kind === "reply" ? answer.files : [];
    const message = files.length > 0 ? withSmallPrint(answer.message, IN_DIRECT_MESSAGES) : answer.message;
    const replaces = (await holdOn.cancel()) || (replaceOriginal && answer.kind !== "failed");
    if (respond === null) await voice.direct(said.userId, message);
    else await voice.respond(respond, said.userId, message, replaces);
    if (files.length > 0) await this.#sendPrivately(said.userId, files);
  }

  /** A mention: the answer stands in the thread, or is whispered there when it is personal. */
  async mention(said: Said & { readonly channel: string; readonly threadTs: string }): Promise<void> {
    const { places, voice } = this.#parts;
    const where = { channel: said.channel, threadTs: said.threadTs };
    const shared = await places.shared("mention", said.channel);
    const request = await this.#request(said, shared);
    const answer = await this.#answer(request, async () => where);
    const isPersonal = answer.kind === "reply" && answer.isPersonal && !shared.isTrusted;
    if (isPersonal || answer.kind !== "reply") {
      await voice.ephemeral(said.channel, said.userId, answer.message, said.threadTs);
      return;
    }
    await voice.post(said.channel, answer.message, said.threadTs);
    const failed = await voice.files(answer.files, where);
    if (failed.length > 0) await this.#apologise(said.userId, failed);
  }

  /** A button of an earlier answer: authorised anew, however old it is. */
  async press(
    said: Omit<Said, "line">,
    actionId: string,
    value: string | undefined,
    onEphemeral: boolean,
  ): Promise<void> {
    const press = parsePress(actionId, value);
    if (press === null) return;
    const line = press.carries === "line" ? press.value : await this.#parts.house.storedLine(press.value);
    if (line === null) {
      await this.#tell(said, "This button is too old to be understood. Type the command again.");
      return;
    }
    await PRESSES[press.verb].call(this, { ...said, line }, press, onEphemeral);
  }

  async pressForm(said: Said): Promise<void> {
    const { house, places } = this.#parts;
    const answer = await house.form(await this.#request(said, places.slash(said.channel ?? "", true)), false);
    if (answer.kind === "failed") await this.#tell(said, answer.message.text);
    else if (!(await this.#openForm(said, answer.form)))
      await this.#tell(said, "Slack gave too little time to open the form. Press the button again.");
  }

  async pressShare(said: Said): Promise<void> {
    const { places, voice } = this.#parts;
    if (said.answerAt === null || said.channel === null) return;
    const answer = await this.#answer(
      await this.#request(said, await places.shared("mention", said.channel), TEXT_ONLY),
      null,
    );
    const respond = respondAt(said.answerAt);
    if (answer.kind === "reply") await voice.share(respond, answer.message);
    else await voice.respond(respond, said.userId, answer.message);
  }

  /** Paging and other tables replace a private message; a public one stays as it is, and the asker gets their own. */
  async pressToReplace(said: Said, press: Press, onEphemeral: boolean): Promise<void> {
    const { places, voice } = this.#parts;
    if (said.answerAt === null) return;
    const request = await this.#request(said, places.slash(said.channel ?? "", false), {
      table: press.table,
      charts: false,
    });
    const answer = await this.#answer(request, null);
    await voice.respond(respondAt(said.answerAt), said.userId, answer.message, onEphemeral && answer.kind === "reply");
  }

  async pressExport(said: Said): Promise<void> {
    const { places, voice } = this.#parts;
    const respond = said.answerAt === null ? null : respondAt(said.answerAt);
    const holdOn = new HoldOn(respond);
    const answer = await this.#answer(
      await this.#request(said, places.slash(said.channel ?? "", false), TEXT_ONLY),
      null,
    );
    const sent = answer.kind === "reply" && (await this.#sendPrivately(said.userId, answer.files));
    const message =
      answer.kind !== "reply"
        ? answer.message
        : plainMessage(
            sent
              ? `${answer.title}: the file is in your direct messages with Polaris.`
              : `${answer.title}: the file could not be sent.`,
          );
    const replaces = await holdOn.cancel();
    if (respond === null) await voice.direct(said.userId, message);
    else await voice.respond(respond, said.userId, message, replaces);
  }

  /** What a submitted form stands for, before it is run: problems are shown beside its fields. */
  async checkForm(userId: string, memory: FormMemory, values: Submitted): Promise<SubmitAnswer> {
    const { house, places } = this.#parts;
    const said = { userId, line: memory.line, channel: memory.channel, answerAt: memory.answerAt, triggerId: null };
    return house.submit(await this.#request(said, places.slash(memory.channel ?? "", true)), values);
  }

  /** The same form with the fields behind "More"; what was typed stays, since the fields keep their names. */
  async expandForm(
    userId: string,
    view: { readonly id: string; readonly hash: string },
    memory: FormMemory,
  ): Promise<void> {
    const { client, house, places } = this.#parts;
    const said = { userId, line: memory.line, channel: memory.channel, answerAt: memory.answerAt, triggerId: null };
    const answer = await house.form(await this.#request(said, places.slash(memory.channel ?? "", true)), true);
    if (answer.kind === "form")
      await client.views.update({ view_id: view.id, hash: view.hash, view: modalOf(answer.form, memory) });
  }

  async suggest(
    userId: string,
    memory: FormMemory,
    argument: string,
    query: string,
  ): Promise<ReturnType<typeof optionOf>[]> {
    const { house, places } = this.#parts;
    const said = { userId, line: memory.line, channel: memory.channel, answerAt: null, triggerId: null };
    const request = await this.#request(said, places.slash(memory.channel ?? "", true));
    const options: readonly Option[] = await house.options(request, memory.command, argument, query);
    return options
      .slice(0, 100)
      .map((option) =>
        optionOf({ value: option.value, label: option.detail ? `${option.label} · ${option.detail}` : option.label }),
      );
  }

  async home(userId: string): Promise<void> {
    const { client, house, places } = this.#parts;
    const said = { userId, line: "home", channel: null, answerAt: null, triggerId: null };
    const blocks = await house.home(await this.#request(said, places.direct(null)));
    await client.views.publish({ user_id: userId, view: { type: "home", blocks: [...blocks] } });
  }

  async #request(
    said: Said,
    place: Place,
    shown: Pick<SlackRequest, "table" | "charts"> = WHOLE,
  ): Promise<SlackRequest> {
    const { people, clock } = this.#parts;
    const person = await people.find(said.userId);
    return {
      id: newRequestId(),
      line: said.line,
      actor: { id: said.userId, name: person.name, door: "slack" },
      person,
      place,
      now: clock.now(),
      sharesTo: place.kind === "slash" ? said.channel : null,
      ...shown,
    };
  }

  /** Runs the line; long work shows its progress where `progressAt` says. */
  async #answer(
    request: SlackRequest,
    progressAt: (() => Promise<{ channel: string; threadTs?: string }>) | null,
  ): Promise<SlackAnswer> {
    const { house, voice } = this.#parts;
    if (progressAt === null) return house.answer(request, () => undefined);
    const progress = voice.progress(progressAt);
    try {
      return await house.answer(request, (state) => progress.report(state));
    } finally {
      await progress.finish();
    }
  }

  /** Opens the form if Slack still takes the trigger; says whether it did. */
  async #openForm(said: Said, form: Parameters<typeof modalOf>[0]): Promise<boolean> {
    if (said.triggerId === null) return false;
    try {
      const memory = { command: form.command, line: form.line, channel: said.channel, answerAt: said.answerAt };
      await this.#parts.client.views.open({ trigger_id: said.triggerId, view: modalOf(form, memory) });
      return true;
    } catch (error) {
      if (!/trigger_id/.test(slackErrorCode(error) ?? "")) throw error;
      this.#parts.log.info({ code: slackErrorCode(error) }, "a form came too late for its trigger");
      return false;
    }
  }

  async #sendPrivately(userId: string, files: Extract<SlackAnswer, { kind: "reply" }>["files"]): Promise<boolean> {
    const { voice } = this.#parts;
    const failed = await voice.files(files, { channel: await voice.directChannel(userId) });
    if (failed.length > 0) await this.#apologise(userId, failed);
    return failed.length === 0;
  }

  async #apologise(userId: string, failed: readonly string[]): Promise<void> {
    const text = `Slack did not take ${failed.join(" and ")}. The figures above are complete; press Export to try again.`;
    await this.#parts.voice.direct(userId, plainMessage(text));
  }

  async #tell(said: Omit<Said, "line">, text: string): Promise<void> {
    const { voice } = this.#parts;
    if (said.answerAt === null) await voice.direct(said.userId, plainMessage(text));
    else await voice.respond(respondAt(said.answerAt), said.userId, plainMessage(text));
  }
}

type OnPress = (this: SlackDoor, said: Said, press: Press, onEphemeral: boolean) => Promise<void>;

/** What each kind of button does. */
const PRESSES: Record<Press["verb"], OnPress> = {
  run(said) {
    return this.slash(said);
  },
  choose(said, _press, onEphemeral) {
    return this.slash(said, onEphemeral);
  },
  remember(said, _press, onEphemeral) {
    return this.slash(said, onEphemeral);
  },
  form(said) {
    return this.pressForm(said);
  },
  share(said) {
    return this.pressShare(said);
  },
  page(said, press, onEphemeral) {
    return this.pressToReplace(said, press, onEphemeral);
  },
  table(said, press, onEphemeral) {
    return this.pressToReplace(said, press, onEphemeral);
  },
  export(said) {
    return this.pressExport(said);
  },
};

/** "Working on it …" after a second of silence; the answer then takes its place. */
class HoldOn {
  readonly #timer: NodeJS.Timeout | null;
  #said: Promise<boolean> = Promise.resolve(false);

  constructor(respond: Respond | null) {
    this.#timer =
      respond === null
        ? null
        : setTimeout(() => {
            this.#said = respond({ response_type: "ephemeral", text: "Working on it …" }).then(
              () => true,
              () => false,
            );
          }, HOLD_ON_AFTER);
  }

  /** Ends the wait; says whether the words were shown. */
  async cancel(): Promise<boolean> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    return this.#said;
  }
}
