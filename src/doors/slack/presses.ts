import type { Place } from "../../command/index.js";
import { type Press, parsePress } from "../../reply/index.js";
import { type Conversation, type Said, TEXT_ONLY, type Whose } from "./conversation.js";
import type { SlackDoor } from "./door.js";
import { HoldOn } from "./hold-on.js";
import { type AnswerAddress, respondAt } from "./respond.js";
import { discardFile } from "./upload.js";
import { plainMessage } from "./words.js";

/** A press with the line it stands for. */
interface Pressed {
  readonly said: Said;
  readonly press: Press;
  /** The message with the button is "only visible to you": it may be replaced. */
  readonly onEphemeral: boolean;
}

/** The buttons of earlier answers: each is authorised anew, however old it is. */
export class Presses {
  readonly #talk: Conversation;
  readonly #door: SlackDoor;

  constructor(talk: Conversation, door: SlackDoor) {
    this.#talk = talk;
    this.#door = door;
  }

  async press(whose: Whose, actionId: string, value: string | undefined, onEphemeral: boolean): Promise<void> {
    const press = parsePress(actionId, value);
    if (press === null) return;
    const line = press.carries === "line" ? press.value : await this.#talk.parts.house.storedLine(press.value);
    if (line === null) {
      await this.#talk.tell(whose, "This button is too old to be understood. Type the command again.");
      return;
    }
    await this.#does[press.verb]({ said: { ...whose, line }, press, onEphemeral });
  }

  readonly #does: Record<Press["verb"], (pressed: Pressed) => Promise<void>> = {
    run: ({ said }) => this.#door.slash(said),
    choose: ({ said, onEphemeral }) => this.#door.slash(said, onEphemeral),
    remember: ({ said, onEphemeral }) => this.#door.slash(said, onEphemeral),
    form: ({ said }) => this.#form(said),
    share: ({ said }) => this.#share(said),
    page: (pressed) => this.#turn(pressed),
    table: (pressed) => this.#turn(pressed),
    export: ({ said }) => this.#export(said),
  };

  async #form(said: Said): Promise<void> {
    const { house, places } = this.#talk.parts;
    const answer = await house.form(await this.#talk.request(said, places.slash(said.channel, true)), {
      more: false,
    });
    if (answer.kind === "failed") await this.#talk.say(said, answer.message);
    else if (!(await this.#talk.openForm(said, answer.form)))
      await this.#talk.tell(
        said,
        "Slack did not open the form: there was too little time, or the line is too long for one. Press the button again, or type the command.",
      );
  }

  /** Posts the answer for the whole channel, made anew for those who will read it there. */
  async #share(said: Said): Promise<void> {
    const { places, voice } = this.#talk.parts;
    if (said.answerAt === null || said.channel === null) return;
    const place = shownAgain(await places.shared("mention", said.channel));
    const answer = await this.#talk.answer(await this.#talk.request(said, place, TEXT_ONLY), null);
    if (answer.kind !== "reply") {
      await this.#talk.say(said, answer.message);
      return;
    }
    await Promise.all(answer.files.map(discardFile));
    await voice.share(respondAt(said.answerAt.url), answer.message).catch(async (error: unknown) => {
      this.#talk.parts.log.warn({ error }, "a reply could not be shared");
      const words = "Slack did not let Polaris post this in the channel. Run the command again there, then share it.";
      await voice.direct(said.userId, plainMessage(words));
    });
  }

  /** Paging and other tables replace a private message; a public one stays as it is, and the asker gets their own. */
  async #turn({ said, press, onEphemeral }: Pressed): Promise<void> {
    const { places } = this.#talk.parts;
    const place = shownAgain(places.slash(said.channel, false));
    const request = await this.#talk.request(said, place, { table: press.table, charts: false });
    const answer = await this.#talk.answer(request, null);
    await this.#talk.say(said, answer.message, onEphemeral && answer.kind === "reply");
  }

  async #export(said: Said): Promise<void> {
    const holdOn = new HoldOn(said.answerAt);
    try {
      const place = shownAgain(this.#talk.parts.places.slash(said.channel, false));
      const answer = await this.#talk.answer(await this.#talk.request(said, place, TEXT_ONLY), null);
      if (answer.kind !== "reply") {
        await this.#talk.say(said, answer.message, await holdOn.end());
        return;
      }
      const isSent = await this.#talk.sendPrivately(said.userId, answer.files);
      const what = isSent ? "is in your direct messages with Polaris" : "could not be sent";
      await this.#talk.say(said, plainMessage(`${answer.title}: the file ${what}.`), await holdOn.end());
    } finally {
      await holdOn.end();
    }
  }
}

/** These buttons show an answer once more; an old one on the answer of a line that changes things must not run it again. */
const shownAgain = (place: Place): Place => ({ ...place, readsOnly: true });

/** A button's own address, when Slack gave one. */
export const addressOnMessage = (url: string | undefined): AnswerAddress | null =>
  url ? { url, onMessage: true } : null;
