import type { JsonObject } from "../blockkit/index.js";
import type { Channel } from "../state/model.js";
import type { World } from "../state/world.js";

/** A conversation as `viewer` (the bot) gets it. */
export function channelJson(world: World, channel: Channel, viewer: string): JsonObject {
  if (channel.kind === "dm") {
    const other = [...channel.members].find((member) => member !== viewer) ?? viewer;
    return { id: channel.id, is_im: true, is_org_shared: false, user: other, is_user_deleted: false, priority: 0 };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === "public",
    is_group: channel.kind === "private",
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === "private",
    is_archived: channel.isArchived,
    is_general: channel.name === "general",
    is_shared: channel.isExternallyShared,
    is_ext_shared: channel.isExternallyShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_member: channel.members.has(viewer),
    context_team_id: world.team.id,
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
  };
}
