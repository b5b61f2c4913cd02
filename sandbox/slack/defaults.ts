import type { AppDefinition, WorkspaceData } from "./workspace.js";

export const SANDBOX_TOKENS = {
  botToken: "xoxb-sandbox",
  appToken: "xapp-sandbox",
  signingSecret: "sandbox-signing-secret",
} as const;

/** What Polaris asks for, and nothing more: a method outside these scopes answers missing_scope. */
export const POLARIS_APP: AppDefinition = {
  id: "A0POLARIS01",
  name: "Polaris",
  bot_id: "B0POLARIS01",
  bot_user_id: "U0POLARIS01",
  commands: [
    {
      command: "/polaris",
      description: "Volunteer, organization and event reports",
      usage_hint: 'help | volunteers skill:stem | report org "Hill\'s" 3y',
      should_escape: true,
    },
  ],
  shortcuts: [],
  scopes: [
    "commands",
    "chat:write",
    "files:write",
    "files:read",
    "users:read",
    "usergroups:read",
    "channels:read",
    "groups:read",
    "im:write",
    "app_mentions:read",
  ],
  events: ["app_home_opened", "app_mention", "subteam_members_changed", "subteam_updated"],
};

/** A workspace of two people and one channel, for a first try. */
export const SMALL_WORKSPACE: WorkspaceData = {
  team: { id: "T0SANDBOX01", name: "Sandbox", domain: "sandbox" },
  users: [
    {
      id: "U0ROBIN0001",
      name: "robin",
      real_name: "Robin Vale",
      team_id: "T0SANDBOX01",
      is_restricted: false,
      is_bot: false,
      tz: "America/Chicago",
    },
    {
      id: "U0SASHA0001",
      name: "sasha",
      real_name: "Sasha Moor",
      team_id: "T0SANDBOX01",
      is_restricted: false,
      is_bot: false,
      tz: "America/Chicago",
    },
  ],
  channels: [
    {
      id: "C0GENERAL01",
      name: "general",
      is_private: false,
      is_ext_shared: false,
      is_archived: false,
      members: ["U0ROBIN0001", "U0SASHA0001", "U0POLARIS01"],
    },
  ],
  userGroups: [],
};
