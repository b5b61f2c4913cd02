export { type Called, callAgain, callForOwners, callsPutRight } from "./calls.js";
export { assignedCard, callCard, eventAction, lineAbout, tookOverCard } from "./cards.js";
export { type Assigned, assignEvent, claimEvent, releaseEvent } from "./change.js";
export {
  comingEvents,
  myEvents,
  ownedEvent,
  ownedEvents,
  ownedEventsById,
  ownerOf,
  ownersOf,
  unownedEvents,
  type Window,
} from "./coming.js";
export type { Doer, EventKey, Letter, Missing, OwnedEvent, PersonInCharge } from "./model.js";
export { eventsByOwner, inWorkingHours, lastDayCovered, reminderLetter, remindersOf } from "./reminders.js";
export { daysLeftWords, dayWords, eventWords, missingWords, otherMissing } from "./words.js";
