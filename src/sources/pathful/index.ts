export { readTypedTime, type WrittenTime } from "./cells.js";
export { isDraft, pathfulSessions, readSessionLine } from "./session-report.js";
export { type LineReading, nameOf, type SignUp, signUpFrom, signUpText } from "./sign-up.js";
export { type PathfulUser, pathfulUsers, readUserLine, type UserReading } from "./user-report.js";
export { readLogLine, virtualLog } from "./virtual-log.js";
