import type { JsonObject } from "../blockkit/index.js";
import type { World } from "../state/world.js";
import type { WorkspaceUser } from "../workspace.js";

/** A user as users.info gives one. */
export function userJson(world: World, user: WorkspaceUser): JsonObject {
  return {
    id: user.id,
    team_id: user.team_id,
    name: user.name,
    deleted: user.deleted ?? false,
    real_name: user.real_name,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: zoneOffsetSeconds(user.tz, world.clock.now()),
    profile: {
      real_name: user.real_name,
      real_name_normalized: user.real_name,
      display_name: user.name,
      display_name_normalized: user.name,
      team: user.team_id,
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.is_restricted,
    is_ultra_restricted: user.is_ultra_restricted ?? false,
    is_bot: user.is_bot,
    is_app_user: false,
    ...(world.people.isStranger(user) ? { is_stranger: true } : {}),
    updated: Math.floor(world.clock.now() / 1000),
  };
}

function zoneOffsetSeconds(zone: string, now: number): number {
  const there = new Date(now).toLocaleString("en-US", { timeZone: zone });
  const here = new Date(now).toLocaleString("en-US", { timeZone: "UTC" });
  return Math.round((Date.parse(there) - Date.parse(here)) / 1000);
}
