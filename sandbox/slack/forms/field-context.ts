import { fileJson } from "../rendition/file.js";
import type { World } from "../state/world.js";
import type { FieldContext } from "./fields.js";

/** The workspace, as fields need it. */
export function fieldContext(world: World, channel: string | null): FieldContext {
  return {
    channel,
    offered: (actionId, value) => world.offered.find(actionId, value),
    file: (id) => {
      const file = world.files.find(id);
      return file === undefined ? undefined : fileJson(world, file);
    },
  };
}
