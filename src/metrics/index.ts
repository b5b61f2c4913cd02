export { completenessNotices } from "./completeness.js";
export { type Asking, computeMetrics, dimensionsOffered } from "./compute.js";
export { METRICS } from "./definitions/index.js";
export { DIMENSION, type Dimension, dimensionNamed, formatLabel } from "./dimensions.js";
export { metricsDocument } from "./documentation.js";
export { type Explanation, explain } from "./explain.js";
export { findValue } from "./find-values.js";
export { type LeftOutRecords, leftOutOf } from "./left-out.js";
export {
  DIMENSIONS,
  type DimensionId,
  type Figure,
  type FigureRow,
  type Figures,
  type FilterClause,
  type Filters,
  type FilterValue,
  isOfTheBible,
  type Key,
  type Metric,
} from "./model.js";
export { type Circumstances, filtersInWords, freshnessOf, provenanceOf } from "./provenance.js";
export { type RecordColumn, type Records, type RecordsAsked, recordsBehind } from "./records.js";
export { findMetrics, metricOf } from "./registry.js";
export { BIBLE, RULINGS } from "./rulings.js";
export { dimensionValues } from "./values.js";
export { ALL_TIME, fromDay } from "./window.js";
