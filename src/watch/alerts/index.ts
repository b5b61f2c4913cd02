export { type Occasion, occasionOf } from "./judge.js";
export { type Alert, type AlertState, fingerprintOf } from "./model.js";
export { CLOCK_CHECK, jobCheck, requireAlertNames } from "./names.js";
export { alertNumber, findAlert, listAlerts, type Response, respondToAlert } from "./respond.js";
export { type Settled, settleAlerts, type Tell, type Telling } from "./settle.js";
export { detailLabel, detailWords } from "./words.js";
