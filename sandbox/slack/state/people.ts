import type { AppDefinition, WorkspaceData, WorkspaceUser, WorkspaceUserGroup } from "../workspace.js";
import { SlackError } from "./slack-error.js";

/** Users and user groups; the app's own bot is one of the users. */
export class People {
  readonly #teamId: string;
  readonly #users: Map<string, WorkspaceUser>;
  readonly #groups: Map<string, WorkspaceUserGroup>;

  constructor(data: WorkspaceData, app: AppDefinition) {
    const bot: WorkspaceUser = {
      id: app.bot_user_id,
      name: app.name.toLowerCase(),
      real_name: app.name,
      team_id: data.team.id,
      is_restricted: false,
      is_bot: true,
      tz: "America/Los_Angeles",
    };
    this.#teamId = data.team.id;
    this.#users = new Map([...data.users, bot].map((user) => [user.id, user]));
    this.#groups = new Map(data.userGroups.map((group) => [group.id, group]));
  }

  all(): readonly WorkspaceUser[] {
    return [...this.#users.values()];
  }

  find(id: string): WorkspaceUser | undefined {
    return this.#users.get(id);
  }

  /** Throws user_not_found. */
  get(id: string): WorkspaceUser {
    const user = this.#users.get(id);
    if (user === undefined) throw new SlackError("user_not_found");
    return user;
  }

  isStranger(user: WorkspaceUser): boolean {
    return user.team_id !== this.#teamId;
  }

  isGuest(user: WorkspaceUser): boolean {
    return user.is_restricted || user.is_ultra_restricted === true;
  }

  groups(): readonly WorkspaceUserGroup[] {
    return [...this.#groups.values()];
  }

  /** Throws no_such_subteam. */
  group(id: string): WorkspaceUserGroup {
    const group = this.#groups.get(id);
    if (group === undefined) throw new SlackError("no_such_subteam");
    return group;
  }

  /** Answers who came and who went. */
  setGroupMembers(id: string, users: readonly string[]): { added: readonly string[]; removed: readonly string[] } {
    const group = this.group(id);
    for (const user of users) this.get(user);
    this.#groups.set(id, { ...group, users });
    return {
      added: users.filter((user) => !group.users.includes(user)),
      removed: group.users.filter((user) => !users.includes(user)),
    };
  }

  /** Changes a person, such as making them a guest. Throws user_not_found. */
  change(id: string, changes: Partial<Omit<WorkspaceUser, "id">>): void {
    this.#users.set(id, { ...this.get(id), ...changes });
  }
}
