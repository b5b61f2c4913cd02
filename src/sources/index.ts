export * from "./datasets/index.js";
export * from "./google/index.js";
export * from "./grid/index.js";
export { inPages } from "./in-pages.js";
export * from "./leads/index.js";
export * from "./model.js";
export * from "./pathful/index.js";
export * from "./salesforce/index.js";
export * from "./sign-ups/index.js";
