export {
  contentsInReply,
  emptyCard,
  LEADS_PER_WORKBOOK,
  leadsInWords,
  listAction,
  monthWords,
  SEND_TO_SALES,
  workbookActions,
} from "./card.js";
export { type Contents, dueContents } from "./contents.js";
export {
  type Delivered,
  type DeliveryOrder,
  deliveries,
  deliveriesOf,
  deliverLeads,
} from "./deliver.js";
export type { Letter as LeadLetter, Post as PostLetter } from "./letter.js";
export type { Delivery } from "./model.js";
export { countSent, type SentFilter, type SentLead, sentLeads } from "./sent.js";
export { giveBackLeads, type Taking, takeLeads } from "./take.js";
export { importTable, updateImportTable, updateTable, workbookNotices } from "./workbook.js";
