import type { FieldType } from "./fields.js";
import type { Row } from "./snapshot.js";
import type { RecordShape } from "./soql/columns.js";
import type { Cell } from "./values.js";

type Json = string | number | boolean | null | { [name: string]: Json } | Json[];

const addressMembers = ["street", "city", "state", "postalCode", "country"] as const;

/** Instants read `2026-11-01T00:00:00.000+0000` over REST. */
export const restInstant = (iso: string): string => iso.replace(/Z$/, "+0000");

function restValue(cell: Cell, type: FieldType): Json {
  if (cell === null) return null;
  if (type === "boolean") return cell === 1;
  return type === "datetime" ? restInstant(String(cell)) : cell;
}

function address(row: Row, index: number): Json {
  const parts = addressMembers.map((member, place): [string, Cell] => [member, row[index + place] ?? null]);
  if (parts.every(([, cell]) => cell === null)) return null;
  const { city, country, postalCode, state, street } = Object.fromEntries(parts);
  const text = (cell: Cell | undefined): Json => cell ?? null;
  return {
    city: text(city),
    country: text(country),
    geocodeAccuracy: null,
    latitude: null,
    longitude: null,
    postalCode: text(postalCode),
    state: text(state),
    street: text(street),
  };
}

export const recordUrl = (version: string, object: string, id: string): string =>
  `/services/data/v${version}/sobjects/${object}/${id}`;

/** One row as REST gives it: attributes first, parents as objects, a missing parent as null. */
export function recordJson(shape: RecordShape, row: Row, version: string): { [name: string]: Json } | null {
  const id = shape.idIndex === null ? undefined : row[shape.idIndex];
  if (id === null) return null;
  const attributes: Json =
    id === undefined ? { type: shape.type } : { type: shape.type, url: recordUrl(version, shape.type, String(id)) };
  const record: { [name: string]: Json } = { attributes };
  for (const [name, member] of shape.members) {
    switch (member.kind) {
      case "value":
        record[name] = restValue(row[member.index] ?? null, member.type);
        break;
      case "address":
        record[name] = address(row, member.index);
        break;
      case "parent":
        record[name] = recordJson(member.shape, row, version);
        break;
    }
  }
  return record;
}
