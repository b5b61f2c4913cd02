export { calendarFile, feedTitle, jsonFile } from "./files.js";
export type { Feed, PublishedSession } from "./model.js";
export { districtSlug, gradesIn, publicFeed } from "./read.js";
