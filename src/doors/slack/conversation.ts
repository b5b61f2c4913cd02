import type { WebClient } from "@slack/web-api";
import type { Form, Place } from "../../command/index.js";
import { asPolarisError, type Clock, type Log, newRequestId } from "../../runtime/index.js";
import { modalOf } from "./modal.js";
import type { House, PreparedFile, SlackAnswer, SlackMessage, SlackRequest } from "./model.js";
import type { SlackPeople } from "./people.js";
import type { SlackPlaces } from "./places.js";
import { type AnswerAddress, respondAt } from "./respond.js";
import { slackErrorCode } from "./upload.js";
import type { Voice } from "./voice.js";
import { plainMessage } from "./words.js";

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
  /** Where a private answer goes; null where Slack gave no address: it goes by direct message. */
  readonly answerAt: AnswerAddress | null;
  /** Good for three seconds, once. */
  readonly triggerId: string | null;
  /** The thread it was said in, when others read along; the answer belongs there. */
  readonly threadTs?: string;
}

export type Whose = Omit<Said, "line">;

/** What of a reply is wanted. */
export const WHOLE = { table: null, charts: true };
export const TEXT_ONLY = { table: null, charts: false };

/** What every exchange with a person needs: a request with all that is known of them, and ways to answer that lose nothing. */
export class Conversation {
  readonly parts: DoorParts;

  constructor(parts: DoorParts) {
    this.parts = parts;
  }

  /** Does something for somebody. Whatever goes wrong is said to them, with the reference under which the log has it. */
  async attend(whose: Whose, what: string, doing: () => Promise<void>): Promise<void> {
    try {
      await doing();
    } catch (error) {
      const reference = newRequestId();
      this.parts.log.error({ error, what, reference }, "somebody could not be answered");
      const { code, message } = asPolarisError(error);
      const words = code === "internal" ? "Polaris could not answer this. Please try again." : message;
      await this.tell(whose, `${words} If it happens again, tell an administrator the reference ${reference}.`).catch(
        (failure: unknown) => this.parts.log.error({ error: failure, reference }, "nor be told so"),
      );
    }
  }

  async request(
    said: Said,
    place: Place,
    shown: Pick<SlackRequest, "table" | "charts"> = WHOLE,
  ): Promise<SlackRequest> {
    const { people, clock } = this.parts;
    const person = await people.find(said.userId);
    return {
      id: newRequestId(),
      line: said.line,
      actor: { id: said.userId, name: person.name, door: "slack" },
      person,
      place,
      now: clock.now(),
      sharesTo: place.kind === "slash" && isChannel(said.channel) ? said.channel : null,
      ...shown,
    };
  }

  /** Runs the line; long work shows its progress where `progressAt` says. */
  async answer(
    request: SlackRequest,
    progressAt: (() => Promise<{ channel: string; threadTs?: string }>) | null,
  ): Promise<SlackAnswer> {
    const { house, voice } = this.parts;
    if (progressAt === null) return house.answer(request, () => undefined);
    const progress = voice.progress(progressAt);
    try {
      return await house.answer(request, (state) => progress.report(state));
    } finally {
      await progress.finish();
    }
  }

  /** Opens the form if Slack still takes the trigger; says whether it did. */
  async openForm({ triggerId, channel, answerAt }: Whose, form: Form): Promise<boolean> {
    if (triggerId === null) return false;
    const view = modalOf(form, { command: form.command, line: form.line, channel, answerAt });
    if (view === null) return false;
    try {
      await this.parts.client.views.open({ trigger_id: triggerId, view });
      return true;
    } catch (error) {
      if (!/trigger_id/.test(slackErrorCode(error) ?? "")) throw error;
      this.parts.log.info({ code: slackErrorCode(error) }, "a form came too late for its trigger");
      return false;
    }
  }

  async sendPrivately(userId: string, files: readonly PreparedFile[]): Promise<boolean> {
    if (files.length === 0) return true;
    const { voice } = this.parts;
    const failed = await voice.files(files, { channel: await voice.directChannel(userId) });
    if (failed.length > 0) await this.apologise(userId, failed);
    return failed.length === 0;
  }

  async apologise(userId: string, failed: readonly string[]): Promise<void> {
    const text = `Slack did not take ${failed.join(" and ")}. The figures themselves are complete; run the command again for another try.`;
    await this.parts.voice.direct(userId, plainMessage(text));
  }

  /** Says something to one person, where they are. */
  async say({ userId, answerAt, channel, threadTs }: Whose, message: SlackMessage, replaces = false): Promise<void> {
    const { voice } = this.parts;
    if (answerAt !== null) await voice.respond(respondAt(answerAt.url), userId, message, replaces);
    else if (channel !== null && threadTs !== undefined) await voice.ephemeral(channel, userId, message, threadTs);
    else await voice.direct(userId, message);
  }

  tell(whose: Whose, text: string): Promise<void> {
    return this.say(whose, plainMessage(text));
  }
}

/** Not a direct message, where nobody else could read what is shared. */
const isChannel = (channel: string | null): boolean => channel !== null && !channel.startsWith("D");
