/** An answer in which Salesforce says no: status, error code and message as it words them. */
export class SalesforceRefusal extends Error {
  override readonly name = "SalesforceRefusal";
  readonly status: number;
  readonly errorCode: string;

  constructor(status: number, errorCode: string, message: string) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }
}

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Where a word stands in a query, as an offset; 0 when it is not found. */
function offsetOf(soql: string, word: string): number {
  const pattern = new RegExp(`(?<![A-Za-z0-9_])${escapeForPattern(word)}(?![A-Za-z0-9_])`, "i");
  return Math.max(0, soql.search(pattern));
}

function placed(soql: string, offset: number, message: string): string {
  const before = soql.slice(0, offset).split("\n");
  const line = soql.split("\n")[before.length - 1] ?? "";
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `\n${line}\n${" ".repeat(column - 1)}^\nERROR at Row:${before.length}:Column:${column}\n${message}`;
}

export const refusedAt = (errorCode: string, soql: string, word: string, message: string): SalesforceRefusal =>
  new SalesforceRefusal(400, errorCode, placed(soql, offsetOf(soql, word), message));

export const unexpectedToken = (soql: string, token: string): SalesforceRefusal =>
  refusedAt("MALFORMED_QUERY", soql, token, `unexpected token: '${token}'`);

export const malformed = (soql: string, word: string, message: string): SalesforceRefusal =>
  refusedAt("MALFORMED_QUERY", soql, word, message);

export const notFound = (): SalesforceRefusal =>
  new SalesforceRefusal(404, "NOT_FOUND", "The requested resource does not exist");

const reference = "Please reference your WSDL or the describe call for the appropriate names.";

export const unknownObject = (soql: string, name: string): SalesforceRefusal =>
  refusedAt(
    "INVALID_TYPE",
    soql,
    name,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${reference}`,
  );

export const unknownField = (soql: string, name: string, object: string): SalesforceRefusal =>
  refusedAt(
    "INVALID_FIELD",
    soql,
    name,
    `No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${reference}`,
  );

export const unknownRelationship = (soql: string, name: string): SalesforceRefusal =>
  refusedAt(
    "INVALID_FIELD",
    soql,
    name,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${reference}`,
  );

export const unknownChildren = (soql: string, name: string): SalesforceRefusal =>
  refusedAt(
    "INVALID_TYPE",
    soql,
    name,
    `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${reference}`,
  );
