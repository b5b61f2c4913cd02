export * from "./model.js";
export * from "./salesforce/index.js";
