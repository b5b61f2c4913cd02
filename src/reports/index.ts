export { type MetricAsked, metricReply } from "./metric.js";
export { type ExplainAsked, explainReply, recordsReply } from "./metric-explain.js";
export { withLeftOut } from "./metric-left-out.js";
export { type OrganizationAsked, organizationReport } from "./organization.js";
export { SORTS, type Sort } from "./sorting.js";
export { weeklyMetricsReport } from "./weekly-metrics.js";
