import { type LeadSource, PolarisError } from "../../runtime/index.js";
import { quoted } from "../grid/places.js";

/** Why a file of prospective leads stops, in the words that the person who sent it reads (ruling L4). Nothing of a row is repeated. */

const NOTHING = "Nothing was taken in.";
const count = (number: number): string => number.toLocaleString("en-US");
const cells = (number: number): string => `${count(number)} ${number === 1 ? "cell" : "cells"}`;
const kind = ({ label, name }: LeadSource): string => `“${label}” (as:${name})`;

export const stop = {
  twice: (file: string, source: LeadSource, columns: readonly string[]) =>
    new PolarisError(
      "columns_changed",
      `“${file}”, read as “${source.label}”, has ${quoted(columns)} more than once, so that it cannot be told which is meant. Expected each column once. Rename or delete the one that is not. ${NOTHING}`,
    ),

  withoutRows: (file: string, source: LeadSource) =>
    new PolarisError(
      "file_unreadable",
      `“${file}” has the columns of “${source.label}” and no rows below them. Expected at least one. Export it again, and see that no filter hides its rows. ${NOTHING}`,
    ),

  breaksOff: (file: string, line: number, came: number, expected: number) =>
    new PolarisError(
      "file_unreadable",
      `“${file}” breaks off on line ${count(line)}: that line has ${cells(came)}, and ${count(expected)} were expected. Only a part of the file came. Download or export it again, and send the whole. ${NOTHING}`,
    ),

  ofAnother: (file: string, said: LeadSource, other: LeadSource, missing: readonly string[]) =>
    new PolarisError(
      "file_unknown",
      `“${file}” was said to be ${kind(said)}, but has the columns of ${kind(other)}: of the former it lacks ${quoted(missing)}. If it is the latter, say as:${other.name}; else send the right file. ${NOTHING}`,
    ),

  namedAsAnother: (file: string, named: LeadSource, other: LeadSource) =>
    new PolarisError(
      "file_unknown",
      `“${file}” is named as ${kind(named)} is, but has the columns of ${kind(other)}. If it is the latter, say as:${other.name}, or rename it; else send the right file. ${NOTHING}`,
    ),

  ambiguous: (file: string, one: LeadSource, other: LeadSource) =>
    new PolarisError(
      "file_unknown",
      `“${file}” can be ${kind(one)} or ${kind(other)}: it has the columns of both. Say which with as:${one.name} or as:${other.name}. ${NOTHING}`,
    ),

  /** Not thrown: judged when the whole file is read. */
  shifted: (file: string, column: string, shifted: number, rows: number) =>
    `“${file}”: the columns seem shifted from “${column}” on in ${count(shifted)} of ${count(rows)} rows. Open it, see that every row has its cells under their headers, and export it again. ${NOTHING}`,
} as const;

/** What to do where columns are missing. */
export const whereColumnsAreMissing = ({ name }: LeadSource): string =>
  `If only this file is wrong, rename its columns as expected or export it again; if the list itself has changed, change its columns in lead-sources (${name}).`;
