export { Carriers } from "./carriers.js";
export { Courier, type Mailroom, type Sender } from "./courier.js";
export { MailSender, mailAnswers } from "./mail.js";
export {
  type Carrier,
  enqueue,
  enqueueAll,
  enqueueInside,
  type LeasedParcel,
  type LostParcel,
  lease,
  mailKey,
  type Parcel,
  type Settlement,
  settle,
  unknownParcels,
} from "./outbox.js";
export { threadOf } from "./threads.js";
