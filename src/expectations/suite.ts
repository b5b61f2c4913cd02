import { z } from "zod";
import { PolarisError } from "../runtime/index.js";
import { type Condition, parseCondition } from "./condition.js";
import { type Check, type CommonKwargs, commonKwargs, KINDS } from "./kinds/index.js";
import {
  type ExpectationConfig,
  type Json,
  type JsonObject,
  NotUnderstood,
  SEVERITIES,
  type Severity,
} from "./model.js";

/** An expectation of a suite, made ready to judge. */
export interface Expectation {
  readonly config: ExpectationConfig;
  readonly type: string;
  readonly severity: Severity;
  readonly check: Check;
  readonly condition: Condition;
  /** The share of rows that must be as expected. */
  readonly mostly: number;
  /** True when the suite itself says `mostly`: then too many failing rows speak of the batch and not of themselves. */
  readonly limitsBatch: boolean;
  readonly resultFormat: CommonKwargs["result_format"];
}

export interface Suite {
  readonly name: string;
  readonly id: string | null;
  readonly expectations: readonly Expectation[];
  readonly parameters: JsonObject;
  readonly meta: JsonObject;
  /** Columns whose values may be shown: an expectation about them has `"meta": {"open": true}`. */
  readonly open: ReadonlySet<string>;
}

/** The columns that a suite looks at; the values of any other need not be held. */
export function columnsOf({ expectations }: Suite): string[] {
  const named = expectations.flatMap(({ check, condition }) => [
    ...check.columns,
    ...condition.map(({ column }) => column),
  ]);
  return [...new Set(named)];
}

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);
const severity = z.enum(SEVERITIES);

const expectationShape = z.strictObject({
  type: z.string().optional(),
  /** The name of before version 1. */
  expectation_type: z.string().optional(),
  kwargs: jsonObject.default({}),
  meta: jsonObject.nullish(),
  id: z.string().nullish(),
  ge_cloud_id: z.string().nullish(),
  notes: json.optional(),
  description: z.string().nullish(),
  severity: severity.optional(),
  rendered_content: json.optional(),
});

const suiteShape = z.strictObject({
  name: z.string().min(1).optional(),
  expectation_suite_name: z.string().min(1).optional(),
  expectations: z.array(expectationShape),
  suite_parameters: jsonObject.nullish(),
  evaluation_parameters: jsonObject.nullish(),
  meta: jsonObject.nullish(),
  notes: json.optional(),
  id: z.string().nullish(),
  ge_cloud_id: z.string().nullish(),
  data_asset_type: z.string().nullish(),
});

type RawExpectation = z.infer<typeof expectationShape>;

/**
 * Reads a suite of Great Expectations, in the form of version 1 or 0.x.
 * @param given values for `{"$PARAMETER": "name"}` beside the suite's own
 * @throws PolarisError configuration_invalid, naming the expectation and the key
 */
export function readSuite(source: unknown, given: JsonObject = {}): Suite {
  const parsed = suiteShape.safeParse(source);
  if (!parsed.success) throw invalid(`The suite is not understood: ${sentenceOf(parsed.error)}`);
  const raw = parsed.data;
  const name = raw.name ?? raw.expectation_suite_name;
  if (name === undefined) throw invalid("The suite has no name. Expected a text under name.");
  const parameters = { ...(raw.suite_parameters ?? raw.evaluation_parameters ?? {}), ...given };
  const expectations = raw.expectations.map((each, place) => prepare(each, place, name, parameters));
  const open = expectations.flatMap(({ config, check }) => (config.meta.open === true ? check.columns : []));
  return {
    name,
    id: raw.id ?? raw.ge_cloud_id ?? null,
    expectations,
    parameters,
    meta: raw.meta ?? {},
    open: new Set(open),
  };
}

function prepare(raw: RawExpectation, place: number, suite: string, parameters: JsonObject): Expectation {
  const type = raw.type ?? raw.expectation_type;
  if (type === undefined)
    throw invalid(
      `Expectation ${place + 1} of the suite ${suite} has no type. Expected a name such as expect_column_to_exist.`,
    );
  const where = `Expectation ${place + 1} of the suite ${suite}, ${type}`;
  const kind = KINDS.get(type);
  if (kind === undefined) throw invalid(`${where}, is not supported. Supported are: ${[...KINDS.keys()].join(", ")}.`);
  const meta = raw.meta ?? {};
  const level = severity.safeParse(raw.severity ?? meta.severity ?? "critical");
  if (!level.success) throw invalid(`${where}: severity is one of ${SEVERITIES.join(", ")}.`);
  try {
    const kwargs = resolved(raw.kwargs, parameters);
    const check = kind.prepare(kwargs);
    const common = commonKwargs.parse(kwargs);
    return {
      config: {
        type,
        kwargs,
        meta,
        severity: level.data,
        ...(raw.id == null ? {} : { id: raw.id }),
        ...(raw.notes === undefined ? {} : { notes: raw.notes }),
        ...(raw.description == null ? {} : { description: raw.description }),
      },
      type,
      severity: level.data,
      check,
      condition: conditionOf(common),
      mostly: common.mostly ?? 1,
      limitsBatch: common.mostly !== undefined,
      resultFormat: common.result_format,
    };
  } catch (error) {
    if (error instanceof z.ZodError) throw invalid(`${where}: ${sentenceOf(error)}`);
    if (error instanceof NotUnderstood) throw invalid(`${where}: ${error.message}.`);
    throw error;
  }
}

const PARSERS = ["great_expectations", "great_expectations__experimental__"];

function conditionOf({ row_condition, condition_parser }: CommonKwargs): Condition {
  if (row_condition == null) return [];
  if (condition_parser == null || !PARSERS.includes(condition_parser))
    throw new NotUnderstood(
      `a row_condition needs condition_parser "great_expectations"; ${condition_parser == null ? "none" : `"${condition_parser}"`} came`,
    );
  return parseCondition(row_condition);
}

const parameterShape = z.strictObject({ $PARAMETER: z.string() });

/** Kwargs with each `{"$PARAMETER": "name"}` replaced by what it stands for. */
function resolved(kwargs: JsonObject, parameters: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, resolve(value, parameters)]));
}

function resolve(value: Json, parameters: JsonObject): Json {
  const asked = parameterShape.safeParse(value);
  if (asked.success) {
    const { $PARAMETER: name } = asked.data;
    const found = parameters[name];
    if (found === undefined) throw new NotUnderstood(`there is no suite parameter "${name}"`);
    return found;
  }
  if (Array.isArray(value)) return value.map((each: Json) => resolve(each, parameters));
  return value;
}

/** The first trouble, with the key it lies at. */
function sentenceOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return "not understood.";
  const path = issue.path.map(String).join(".");
  return path === "" ? `${issue.message}.` : `${path} — ${issue.message}.`;
}

const invalid = (text: string) => new PolarisError("configuration_invalid", text);
