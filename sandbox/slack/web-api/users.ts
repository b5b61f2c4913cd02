import { userJson } from "../rendition/user.js";
import { SlackError } from "../state/slack-error.js";
import type { World } from "../state/world.js";
import type { WorkspaceUserGroup } from "../workspace.js";
import { type Method, page } from "./call.js";

export const userMethods: Readonly<Record<string, Method>> = {
  "users.info": {
    needs: "users:read",
    run: (call) => ({ ok: true, user: userJson(call.world, call.world.people.get(call.text("user"))) }),
  },
  "users.list": {
    needs: "users:read",
    run: (call) => {
      const { items, next } = page(call, call.world.people.all(), 200);
      return {
        ok: true,
        members: items.map((user) => userJson(call.world, user)),
        cache_ts: Math.floor(call.world.clock.now() / 1000),
        response_metadata: { next_cursor: next },
      };
    },
  },
  "usergroups.list": {
    needs: "usergroups:read",
    run: (call) => {
      demandPlan(call.world);
      const withUsers = call.flag("include_users");
      const withCount = call.flag("include_count");
      return {
        ok: true,
        usergroups: call.world.people.groups().map((group) => ({
          ...groupJson(call.world, group),
          ...(withUsers ? { users: group.users } : {}),
          ...(withCount ? { user_count: group.users.length } : {}),
        })),
      };
    },
  },
  "usergroups.users.list": {
    needs: "usergroups:read",
    run: (call) => {
      demandPlan(call.world);
      return { ok: true, users: call.world.people.group(call.text("usergroup")).users };
    },
  },
};

/** User groups belong to paid plans. */
function demandPlan(world: World): void {
  if (!world.userGroupsPlan) throw new SlackError("plan_upgrade_required");
}

function groupJson(world: World, group: WorkspaceUserGroup) {
  return {
    id: group.id,
    team_id: world.team.id,
    is_usergroup: true,
    name: group.name,
    description: "",
    handle: group.handle,
    is_external: false,
    date_create: 0,
    date_update: Math.floor(world.clock.now() / 1000),
    date_delete: 0,
    auto_type: null,
  };
}
