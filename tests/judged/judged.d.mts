import type { Pool } from "../../src/pool/index.js";

export interface JudgedVolunteer {
  readonly name: string;
  readonly title: string;
  readonly org: string;
  readonly skills: readonly string[];
  readonly zip: string;
  readonly came?: readonly string[];
  readonly marks?: readonly string[];
}
export interface JudgedAsk {
  readonly key: string;
  readonly title: string;
  readonly type: string;
  readonly format: "in_person" | "virtual";
  readonly description?: string;
  readonly grades: Readonly<Record<string, readonly string[]>>;
  readonly signedUp?: readonly string[];
  readonly declined?: readonly string[];
  readonly busy?: readonly string[];
}
export interface Judged {
  readonly volunteers: Readonly<Record<string, JudgedVolunteer>>;
  readonly asks: readonly JudgedAsk[];
}

export const TODAY: string;
export function readJudged(): Judged;
export function localOf(zip: string): string;
export function sourceIdOf(key: string): string;
export function gainOf(listed: readonly string[], grades: ReadonlyMap<string, number>, most?: number): number;
export function gradesOf(ask: JudgedAsk): Map<string, number>;
export function forbiddenOf(ask: JudgedAsk, volunteers: Judged["volunteers"]): Set<string>;
export function settle(pool: Pick<Pool, "transaction">, judged: Judged): Promise<Map<string, number>>;
