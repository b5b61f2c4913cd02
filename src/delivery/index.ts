export { Courier, type Mailroom, type Sender } from "./courier.js";
export {
  enqueue,
  type LeasedParcel,
  type LostParcel,
  lease,
  type Parcel,
  type Settlement,
  settle,
  unknownParcels,
} from "./outbox.js";
