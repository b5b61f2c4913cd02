import type { FigureRow } from "../metrics/index.js";

/** What only Pathful's exports say: teachers at virtual sessions, and what is reckoned from them. */
export const OF_TEACHERS: ReadonlySet<string> = new Set(["M70", "M71", "M72", "M73", "M80", "X70", "X71"]);

/** Of these, what counts people who were there: the others count confirmations, of which 0 is a fact. */
const OF_PEOPLE: ReadonlySet<string> = new Set(["M70", "M71", "M73", "M80", "X70"]);

const last = (row: FigureRow, metric: string): number => Number(row.figures[metric]?.at(-1) ?? 0);

/** Where virtual sessions were held and no teacher's attendance is confirmed, whom they reached is not known, which is not 0 (ruling A4). */
export const areTeachersKnown = (row: FigureRow): boolean => last(row, "M80") > 0 || last(row, "X61") === 0;

/** Whether a row's figure is known; one of teachers that is nothing is only known beside sessions of which teachers are. */
export const isKnown = (row: FigureRow, metric: string): boolean =>
  !OF_PEOPLE.has(metric) || last(row, metric) > 0 || areTeachersKnown(row);
