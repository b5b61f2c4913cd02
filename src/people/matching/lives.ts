import { addDays } from "../../domain/index.js";
import type { Past } from "./parts.js";

/** How often and when somebody came. */
export interface Life {
  readonly times: number;
  /** Of these, within the last twelve months. */
  readonly lately: number;
  readonly lastOn: string | null;
}

/** @param cameTo events at which their attendance counts @param days of events */
export function lifeOf(cameTo: readonly number[], days: ReadonlyMap<number, string>, today: string): Life {
  const yearAgo = addDays(today, -365);
  let [times, lately] = [0, 0];
  let lastOn: string | null = null;
  for (const event of cameTo) {
    const day = days.get(event);
    if (day === undefined || day > today) continue;
    times += 1;
    if (day > yearAgo) lately += 1;
    if (lastOn === null || day > lastOn) lastOn = day;
  }
  return { times, lately, lastOn };
}

/** What they came to of events like the one that is asked for; null when nothing. @param like event → whether it is of the asked type */
export function pastAmong(cameTo: readonly number[], like: ReadonlyMap<number, boolean>): Past | null {
  let [ofType, ofPathway] = [0, 0];
  for (const event of cameTo) {
    const isOfType = like.get(event);
    if (isOfType === true) ofType += 1;
    else if (isOfType === false) ofPathway += 1;
  }
  return ofType + ofPathway === 0 ? null : { ofType, ofPathway };
}
