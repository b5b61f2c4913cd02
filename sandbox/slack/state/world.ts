import type { ConsoleNotice } from "../console-types.js";
import type { SlackOptions } from "../options.js";
import { Changes } from "./changes.js";
import { Channels } from "./channels.js";
import { MovableClock, Schedule } from "./clock.js";
import { ExchangeLog } from "./exchange-log.js";
import { Faults } from "./faults.js";
import { Files } from "./files.js";
import { Ids } from "./ids.js";
import { Messages } from "./messages.js";
import { OfferedOptions } from "./offered-options.js";
import { People } from "./people.js";
import { Tickets } from "./tickets.js";
import { Views } from "./views.js";

const NOTICES_KEPT = 50;

/** Everything the workspace knows while it runs. */
export class World {
  readonly options: SlackOptions;
  readonly clock: MovableClock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly changes = new Changes();
  readonly log: ExchangeLog;
  readonly faults = new Faults();
  readonly people: People;
  readonly channels: Channels;
  readonly files: Files;
  readonly messages: Messages;
  readonly views: Views;
  readonly tickets: Tickets;
  readonly offered = new OfferedOptions();
  /** False answers plan_upgrade_required to user group calls. */
  userGroupsPlan: boolean;
  /** Set once the server listens: "http://127.0.0.1:3970". */
  url = "";
  readonly #notices = new Map<string, ConsoleNotice[]>();

  constructor(options: SlackOptions) {
    this.options = options;
    this.clock = new MovableClock(options.clock);
    this.schedule = new Schedule(this.clock);
    this.ids = new Ids(this.clock);
    this.log = new ExchangeLog(this.clock, this.changes);
    this.people = new People(options.data, options.app);
    this.channels = new Channels(options.data, this.people, this.ids, this.changes);
    this.files = new Files(this.ids, this.clock, this.changes, options.fileProcessingMs);
    this.messages = new Messages(this.ids, this.changes, this.channels, this.files);
    this.views = new Views(this.ids, this.changes);
    this.tickets = new Tickets(this.ids, this.clock);
    this.userGroupsPlan = options.userGroupsPlan;
  }

  get bot(): string {
    return this.options.app.bot_user_id;
  }

  get team(): { readonly id: string; readonly name: string; readonly domain: string } {
    return this.options.data.team;
  }

  notices(user: string): readonly ConsoleNotice[] {
    return this.#notices.get(user) ?? [];
  }

  /** What Slack itself tells a person. */
  notify(user: string, notice: { code: string; text: string; channel: string | null }): void {
    const said: ConsoleNotice = {
      id: this.ids.next("N"),
      at: new Date(this.clock.now()).toISOString(),
      ...notice,
    };
    this.#notices.set(user, [...this.notices(user), said].slice(-NOTICES_KEPT));
    this.changes.tell({ type: "notice", user, notice: said });
  }
}
