import type {
  ConditionWithValueQuery,
  HavingClause,
  NegationCondition,
  Query,
  WhereClause,
} from "@jetstreamapp/soql-parser-js";
import { malformed, unexpectedToken } from "../refusal.js";
import { functionColumn } from "./functions.js";
import { familyOf } from "./literals.js";
import { type Compared, predicate } from "./predicate.js";
import type { QueryContext, Scope, SqlPart } from "./scope.js";

type Comparison = Exclude<ConditionWithValueQuery, NegationCondition>;
type Word = "(" | ")" | "AND" | "OR" | "NOT";
type Token = Word | Comparison;

/** Compiles the sub-select of a semi-join; given from outside, because it is a query of its own. */
export type SubSelect = (query: Query) => SqlPart;

const isComparison = (left: WhereClause["left"]): left is Comparison =>
  left !== null && ("field" in left || "fn" in left);

const repeated = (word: Word, times = 0): Word[] => Array.from({ length: times }, () => word);

/** The parser gives a list that leans to the right with counts of parentheses; this lays it out flat again. */
function tokensOf(clause: WhereClause | HavingClause): Token[] {
  const tokens: Token[] = [];
  let rest: WhereClause | HavingClause | undefined = clause;
  while (rest) {
    const left: WhereClause["left"] = rest.left;
    if (left && "openParen" in left) tokens.push(...repeated("(", left.openParen));
    if (isComparison(left)) {
      tokens.push(left);
      if ("closeParen" in left) tokens.push(...repeated(")", left.closeParen));
    }
    if ("operator" in rest) tokens.push(rest.operator);
    rest = "right" in rest ? rest.right : undefined;
  }
  return tokens;
}

const joined = (parts: readonly SqlPart[], operator: string): SqlPart => ({
  sql: parts.map((part) => part.sql).join(` ${operator} `),
  params: parts.flatMap((part) => part.params),
});

const isSemiJoin = (token: Token): boolean => typeof token !== "string" && "valueQuery" in token;

/** Reads the tokens by Salesforce's grammar, in which AND and OR never stand side by side without parentheses. */
class Condensation {
  private place = 0;
  private readonly context: QueryContext;
  private readonly scope: Scope;
  private readonly subSelect: SubSelect;
  private readonly tokens: readonly Token[];

  constructor(context: QueryContext, scope: Scope, subSelect: SubSelect, tokens: readonly Token[]) {
    this.context = context;
    this.scope = scope;
    this.subSelect = subSelect;
    this.tokens = tokens;
  }

  expression(): SqlPart {
    const first = this.unary();
    const parts = [first];
    const operator = this.peek();
    while (this.peek() === "AND" || this.peek() === "OR") {
      const next = this.take();
      if (next !== operator) throw unexpectedToken(this.context.soql, String(next));
      parts.push(this.unary());
    }
    return parts.length === 1 ? first : joined(parts, String(operator));
  }

  private peek(): Token | undefined {
    return this.tokens[this.place];
  }

  private take(): Token | undefined {
    return this.tokens[this.place++];
  }

  private unary(): SqlPart {
    const token = this.take();
    if (token === "NOT") {
      const inner = this.unary();
      // Two-valued: what is not known to hold does not hold, so its negation does.
      return { sql: `NOT ifnull((${inner.sql}), 0)`, params: inner.params };
    }
    if (token === "(") {
      const inner = this.expression();
      this.take();
      return { sql: `(${inner.sql})`, params: inner.params };
    }
    if (token === undefined || typeof token === "string") {
      throw unexpectedToken(this.context.soql, token ?? "<EOF>");
    }
    return this.comparison(token);
  }

  private comparison(comparison: Comparison): SqlPart {
    const field = this.compared(comparison);
    if ("valueQuery" in comparison) return this.semiJoin(field, comparison.operator, comparison.valueQuery);
    if (!("value" in comparison)) throw unexpectedToken(this.context.soql, "<EOF>");
    return predicate(this.context, field, comparison.operator, comparison.value, comparison.literalType);
  }

  private compared(comparison: Comparison): Compared {
    if ("fn" in comparison) {
      const column = functionColumn(this.context, this.scope, comparison.fn);
      return { sql: column.sql, type: column.type, name: comparison.fn.rawValue ?? comparison.fn.functionName ?? "" };
    }
    const path = "field" in comparison ? comparison.field : "";
    const found = this.scope.find(path);
    if (found.partSql.length > 0 || found.field?.definition.filterable === false) {
      throw malformed(this.context.soql, path, `field '${path}' can not be filtered in a query call`);
    }
    return found;
  }

  private semiJoin(field: Compared, operator: string, query: Query): SqlPart {
    if (familyOf(field.type) !== "id" || (operator !== "IN" && operator !== "NOT IN")) {
      throw malformed(this.context.soql, field.name, "Semi join sub-selects can only be used with id fields");
    }
    if (this.tokens.includes("OR")) {
      throw malformed(this.context.soql, "OR", "Semi join sub-selects are not allowed with the 'OR' operator");
    }
    const inner = this.subSelect(query);
    const isIn = `${field.sql} IN (${inner.sql})`;
    return { sql: operator === "IN" ? isIn : `NOT ifnull(${isIn}, 0)`, params: inner.params };
  }
}

/** Compiles WHERE or HAVING. Throws MALFORMED_QUERY for mixed AND and OR without parentheses. */
export function compileWhere(
  context: QueryContext,
  scope: Scope,
  clause: WhereClause | HavingClause,
  subSelect: SubSelect,
): SqlPart {
  const tokens = tokensOf(clause);
  if (tokens.filter(isSemiJoin).length > 2) {
    throw malformed(context.soql, "IN", "maximum 2 semi join sub-selects are allowed");
  }
  return new Condensation(context, scope, subSelect, tokens).expression();
}
