export { elementsOf, type FoundElement } from "./across.js";
export { BLOCKS, type Surface } from "./blocks.js";
export type { BlockIssue } from "./check.js";
export { ELEMENTS, type ElementType } from "./elements.js";
export { isObject, type JsonObject } from "./shape.js";
export { errorMessages, isViewTooLarge, validateBlocks, validateSuggestions, validateView } from "./validate.js";
