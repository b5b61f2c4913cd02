import type { ModalView, WebClient } from "@slack/web-api";
import { z } from "zod";
import { slackErrorCode } from "./upload.js";

/** A form as Slack shows it to its person at one moment. */
export interface OpenForm {
  readonly id: string;
  /** Changes with every update: an update that was meant for another moment is refused. */
  readonly hash: string;
}

/** What this process did to one open form. */
interface Done {
  /** The last update, whether or not it went through; the next one waits for it. */
  tail: Promise<void>;
  /** Hash → the hash that an update of ours put in its place. */
  readonly replaced: Map<string, string>;
  showsAll: boolean;
  /** Serial number of the newest preview asked for; older ones are not worth showing. */
  newest: number;
}

type Draw = (showsAll: boolean) => Promise<ModalView | null>;

const updated = z.object({ view: z.object({ hash: z.string() }) });
/** More forms than are open at a time; of a forgotten one only the next update may be refused, nothing that was typed is lost. */
const MOST_REMEMBERED = 500;
/** The form was closed, sent in, or changed from elsewhere meanwhile. */
const TOO_LATE = new Set(["hash_conflict", "not_found", "view_not_found", "no_view"]);

/**
 * Updates of open forms, one at a time each, so that two of them never run into each other: every update names the hash it is meant for, and one that was
 * asked for before ours went through is carried over to the hash that ours made. Fields keep their names, and so what was typed into them.
 */
export class OpenForms {
  readonly #client: Pick<WebClient, "views">;
  readonly #done = new Map<string, Done>();

  constructor(client: Pick<WebClient, "views">) {
    this.#client = client;
  }

  /** Shows all fields from now on. */
  expand(form: OpenForm, draw: Draw): Promise<void> {
    return this.#next(form, async (done) => {
      done.showsAll = true;
      await this.#put(form, done, await draw(true));
    });
  }

  /** Brings what follows the fields up to date; of several that wait the newest alone. */
  refresh(form: OpenForm, showsAll: boolean, draw: Draw): Promise<void> {
    const known = this.#of(form.id);
    known.newest += 1;
    const mine = known.newest;
    return this.#next(form, async (done) => {
      if (done.newest !== mine) return;
      const view = await draw(done.showsAll || showsAll);
      if (done.newest === mine) await this.#put(form, done, view);
    });
  }

  #next({ id }: OpenForm, change: (done: Done) => Promise<void>): Promise<void> {
    const done = this.#of(id);
    const turn = done.tail.then(() => change(done));
    done.tail = turn.catch(() => undefined);
    return turn;
  }

  #of(id: string): Done {
    const known = this.#done.get(id);
    if (known !== undefined) return known;
    const [oldest] = this.#done.keys();
    if (this.#done.size >= MOST_REMEMBERED && oldest !== undefined) this.#done.delete(oldest);
    const fresh: Done = { tail: Promise.resolve(), replaced: new Map(), showsAll: false, newest: 0 };
    this.#done.set(id, fresh);
    return fresh;
  }

  async #put({ id, hash: seen }: OpenForm, { replaced }: Done, view: ModalView | null): Promise<void> {
    if (view === null) return;
    let hash = seen;
    for (let next = replaced.get(hash); next !== undefined; next = replaced.get(hash)) hash = next;
    try {
      const answer = updated.safeParse(await this.#client.views.update({ view_id: id, hash, view }));
      if (answer.success && answer.data.view.hash !== hash) replaced.set(hash, answer.data.view.hash);
    } catch (error) {
      if (!TOO_LATE.has(slackErrorCode(error) ?? "")) throw error;
    }
  }
}
