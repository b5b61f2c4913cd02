import type { ModalView } from "@slack/web-api";
import type { FormAsked, Option, Submitted } from "../../command/index.js";
import type { Conversation, DoorParts, Said } from "./conversation.js";
import { HoldOn } from "./hold-on.js";
import { type FormMemory, modalOf, optionOf, showsAll } from "./modal.js";
import type { SubmitAnswer } from "./model.js";
import { type OpenForm, OpenForms } from "./open-forms.js";
import { withSmallPrint } from "./words.js";

const FILE_IN_DIRECT_MESSAGES = "The file is in your direct messages with Polaris.";
const IN_DIRECT_MESSAGES = "The chart and files are in your direct messages with Polaris.";

interface ShownForm extends OpenForm {
  readonly blocks: readonly { readonly block_id?: string }[];
}

/** Slack's side of every conversation: from what somebody said to an answer in the right place. */
export class SlackDoor {
  readonly #talk: Conversation;
  readonly #parts: DoorParts;
  readonly #openForms: OpenForms;

  constructor(talk: Conversation) {
    this.#talk = talk;
    this.#parts = talk.parts;
    this.#openForms = new OpenForms(talk.parts.client);
  }

  /** A slash command, or a line pressed or submitted elsewhere that is answered like one. */
  async slash(said: Said, replaceOriginal = false): Promise<void> {
    const { places, voice } = this.#parts;
    const talk = this.#talk;
    const holdOn = new HoldOn(replaceOriginal ? null : said.answerAt);
    try {
      const request = await talk.request(said, places.slash(said.channel, said.triggerId !== null));
      const answer = await talk.answer(request, () =>
        voice.directChannel(said.userId).then((channel) => ({ channel })),
      );
      if (answer.kind === "ask" && answer.form !== null && (await talk.openForm(said, answer.form))) {
        await holdOn.withdraw();
        return;
      }
      const files = answer.kind === "reply" ? answer.files : [];
      // Of a chart the message says itself where it went.
      const isFile = files.some((file) => file.chart === undefined);
      const message = isFile ? withSmallPrint(answer.message, FILE_IN_DIRECT_MESSAGES) : answer.message;
      await talk.say(said, message, (await holdOn.end()) || (replaceOriginal && answer.kind !== "failed"));
      await talk.sendPrivately(said.userId, files);
    } finally {
      await holdOn.end();
    }
  }

  /** A mention: the answer stands in the thread, or is whispered there when it is personal. */
  async mention(said: Said & { readonly channel: string; readonly threadTs: string }): Promise<void> {
    const { places, voice } = this.#parts;
    const where = { channel: said.channel, threadTs: said.threadTs };
    const place = { ...(await places.shared("mention", said.channel)), thread: said.threadTs };
    const request = await this.#talk.request(said, place);
    const answer = await this.#talk.answer(request, async () => where);
    if (answer.kind !== "reply") {
      await voice.ephemeral(said.channel, said.userId, answer.message, said.threadTs);
      return;
    }
    if (answer.isPersonal) {
      const isMore = answer.files.length > 0;
      const message = isMore ? withSmallPrint(answer.message, IN_DIRECT_MESSAGES) : answer.message;
      await voice.ephemeral(said.channel, said.userId, message, said.threadTs);
      await this.#talk.sendPrivately(said.userId, answer.files);
      return;
    }
    await voice.post(said.channel, answer.message, said.threadTs);
    const failed = await voice.files(answer.files, where);
    if (failed.length > 0) await this.#talk.apologise(said.userId, failed);
  }

  /** What a submitted form stands for, before it is run: problems are shown beside its fields. */
  async checkForm(userId: string, memory: FormMemory, values: Submitted): Promise<SubmitAnswer> {
    return this.#parts.house.submit(await this.#formRequest(userId, memory), values);
  }

  /** The same form with the fields behind "More"; what was typed stays, since the fields keep their names. */
  expandForm(userId: string, view: ShownForm, memory: FormMemory, submitted: Submitted): Promise<void> {
    return this.#openForms.expand(view, (more) => this.#drawn(userId, memory, { more, submitted }, view.blocks));
  }

  /** What a form says of its fields, as they are filled in now, and what stands of another event that was chosen. Whatever fails leaves the form as it is. */
  async refreshForm(userId: string, view: ShownForm, memory: FormMemory, submitted: Submitted): Promise<void> {
    const draw = (more: boolean) => this.#drawn(userId, memory, { more, submitted }, view.blocks);
    await this.#openForms
      .refresh(view, showsAll(view.blocks), draw)
      .catch((error: unknown) => this.#parts.log.warn({ error }, "a form could not be brought up to date"));
  }

  async #drawn(
    userId: string,
    memory: FormMemory,
    asked: FormAsked,
    blocks: ShownForm["blocks"],
  ): Promise<ModalView | null> {
    const answer = await this.#parts.house.form(await this.#formRequest(userId, memory), asked);
    return answer.kind === "form" ? modalOf(answer.form, { ...memory, line: answer.form.line }, blocks) : null;
  }

  /** Type-ahead for one field of an open form, as far as the person may see the names now. */
  async suggest(
    userId: string,
    memory: FormMemory,
    argument: string,
    query: string,
  ): Promise<ReturnType<typeof optionOf>[]> {
    const request = await this.#formRequest(userId, memory);
    const options: readonly Option[] = await this.#parts.house.options(request, memory.command, argument, query);
    return options
      .slice(0, 100)
      .map((option) =>
        optionOf({ value: option.value, label: option.detail ? `${option.label} · ${option.detail}` : option.label }),
      );
  }

  async home(userId: string): Promise<void> {
    const { client, house, places } = this.#parts;
    const said = { userId, line: "home", channel: null, answerAt: null, triggerId: null };
    const blocks = await house.home(await this.#talk.request(said, places.direct(null)));
    await client.views.publish({ user_id: userId, view: { type: "home", blocks: [...blocks] } });
  }

  #formRequest(userId: string, { line, channel, answerAt }: FormMemory) {
    const said = { userId, line, channel, answerAt, triggerId: null };
    return this.#talk.request(said, this.#parts.places.slash(channel, true));
  }
}
