/** The people, channels and user groups that a stand-in workspace starts with. Plain data; ids in Slack's form. */

export interface WorkspaceUser {
  /** Such as "U0ANNE00001": U or W, then at least eight capitals or digits. */
  readonly id: string;
  /** Handle without "@", lower case. */
  readonly name: string;
  readonly real_name: string;
  /** Another team's id makes this person a stranger (Slack Connect). */
  readonly team_id: string;
  /** A guest: sees only channels they are a member of. */
  readonly is_restricted: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_bot: boolean;
  readonly deleted?: boolean;
  /** IANA zone, such as "America/Chicago". */
  readonly tz: string;
  readonly email?: string;
}

export interface WorkspaceChannel {
  /** Such as "C0GENERAL01": C or G, then at least eight capitals or digits. */
  readonly id: string;
  /** Without "#". */
  readonly name: string;
  readonly is_private: boolean;
  /** Shared with another workspace (Slack Connect). */
  readonly is_ext_shared: boolean;
  readonly is_archived: boolean;
  /** User ids; put the app's bot user in to have it in the channel. */
  readonly members: readonly string[];
}

export interface WorkspaceUserGroup {
  /** Such as "S0STAFF0001". */
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

export interface WorkspaceData {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  /** Everybody but the app's own bot, which AppDefinition describes. */
  readonly users: readonly WorkspaceUser[];
  readonly channels: readonly WorkspaceChannel[];
  readonly userGroups: readonly WorkspaceUserGroup[];
}

export interface AppCommand {
  /** With its slash: "/polaris". */
  readonly command: string;
  readonly description: string;
  readonly usage_hint: string;
  /** Turns people, channels and links in the text into Slack's tokens, and & < > into entities. */
  readonly should_escape: boolean;
}

export interface AppShortcut {
  readonly callback_id: string;
  readonly name: string;
  readonly description: string;
  readonly type: "global" | "message";
}

/** The installed app, as its manifest describes it. */
export interface AppDefinition {
  readonly id: string;
  readonly name: string;
  readonly bot_id: string;
  readonly bot_user_id: string;
  readonly commands: readonly AppCommand[];
  readonly shortcuts: readonly AppShortcut[];
  /** Bot scopes: a method outside them answers missing_scope. */
  readonly scopes: readonly string[];
  /** Bot events: others are not delivered. */
  readonly events: readonly string[];
}

const ID = {
  team: /^T[A-Z0-9]{8,}$/,
  user: /^[UW][A-Z0-9]{8,}$/,
  channel: /^[CG][A-Z0-9]{8,}$/,
  group: /^S[A-Z0-9]{8,}$/,
};

/** Refuses data that Slack could not hold: ids of another form, twice used, or of nobody. Throws RangeError. */
export function checkWorkspace(data: WorkspaceData, app: AppDefinition): void {
  const people = new Set([...data.users.map((user) => user.id), app.bot_user_id]);
  const wrong = [
    ...misshapen([data.team.id], ID.team),
    ...misshapen([...data.users.map(({ id }) => id), app.bot_user_id], ID.user),
    ...misshapen(
      data.channels.map(({ id }) => id),
      ID.channel,
    ),
    ...misshapen(
      data.userGroups.map(({ id }) => id),
      ID.group,
    ),
    ...unknown(
      data.channels.flatMap(({ members }) => members),
      people,
    ),
    ...unknown(
      data.userGroups.flatMap(({ users }) => users),
      people,
    ),
  ];
  if (wrong.length > 0) throw new RangeError(`workspace data: ${wrong.join("; ")}`);
}

function misshapen(ids: readonly string[], form: RegExp): readonly string[] {
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...ids.filter((id) => !form.test(id)).map((id) => `${id} is not of the form ${form.source}`),
    ...repeated.map((id) => `${id} is used twice`),
  ];
}

function unknown(ids: readonly string[], people: ReadonlySet<string>): readonly string[] {
  return ids.filter((id) => !people.has(id)).map((id) => `${id} is nobody's id`);
}
