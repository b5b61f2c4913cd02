/** How two values of a field compare. The first level that holds is theirs; what is at none of them is "different". */
export interface Level<Value> {
  readonly name: string;
  /** `isUsual` says of a term whether several records bear it, so that it is hardly a slip. */
  holds(a: Value, b: Value, isUsual: (term: string) => boolean): boolean;
  /** The values changed places: the agreement weighs by the more frequent of the two. */
  readonly isExchange?: true;
  /** Share of the pairs of one and the same that are at this level, where there is too little to learn it from. */
  readonly m: number;
  /** The same, of the pairs of two different. */
  readonly u: number;
}

/** What one record says about a field, laid out for all records. Records go by their place in the list. */
export interface Column {
  /** Place of the level in the field's levels; `NO_EVIDENCE` where either record says nothing. */
  levelOf(a: number, b: number): number;
  /**
   * Share of the records that bear what both have in common at this level, of several things the rarest; drawn towards the `usual` share while
   * records are few. Null where frequency says nothing.
   */
  frequencyOf(a: number, b: number, level: number, usual: number): number | null;
  /** The value in words; null when there is none. */
  text(record: number): string | null;
}

/** Nothing is said on either side: a blank is never an agreement, nor a difference. */
export const NO_EVIDENCE = -1;
export const DIFFERENT = "different";

/** One thing that is compared. The last of its levels is "different". */
export interface Field<Row> {
  readonly name: string;
  readonly levels: readonly { readonly name: string; readonly m: number; readonly u: number }[];
  /** False where the pairs at hand would teach something wrong: m stays as it is given. */
  readonly learns: boolean;
  /** @param whole where the rows are some of many: how frequent a value is among all */
  column(rows: readonly Row[], breathe: Breathe, whole?: Bearers): Promise<Column>;
}

/** How many of all records bear a value. */
export interface Bearers {
  readonly records: number;
  of(term: string): number;
}

/** Records that share one of a block's keys are compared. */
export interface Block<Row> {
  readonly name: string;
  /** Fields that are alike within the block by its making: nothing is learned of them there. */
  readonly fields: readonly string[];
  /** None where the record has nothing to go by. */
  keys(row: Row): readonly string[];
}

/** The level that a field has in a pair; null for no evidence. */
export type LevelOf = (field: string) => string | null;

/** Fields that people have in common without being one: what a household shares counts no more than `most` bits together. */
export interface SharedThings<Row> {
  readonly name: string;
  readonly fields: readonly string[];
  readonly most: number;
  /** When it is so. Of such pairs nothing is learned. */
  applies(level: LevelOf, a: Row, b: Row): boolean;
}

/** How records of one kind are compared. */
export interface Plan<Row> {
  readonly fields: readonly Field<Row>[];
  readonly blocks: readonly Block<Row>[];
  /** False where the records at hand are too unlike a population to learn from: m and u stay as they are given. */
  readonly learns?: boolean;
  /** Pairs that nobody would doubt: from their number follows how many there are in all. */
  isSure(level: LevelOf): boolean;
  /** Why two records cannot be one, whatever else they share; null when nothing forbids it. */
  conflict?(a: Row, b: Row): string | null;
  readonly shared?: readonly SharedThings<Row>[];
}

export interface Evidence {
  /** A field, the name of things shared, or "chance": how seldom any two records are one. */
  readonly field: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly level: string;
  readonly bits: number;
}

export type Zone = "certain" | "review" | "different";

/** Two records by their places in the list, the smaller first. */
export interface ScoredPair {
  readonly a: number;
  readonly b: number;
  /** Bits for the two being one: 0 is as likely as not, each further one doubles the odds. The sum of the evidence. */
  readonly score: number;
  readonly zone: Exclude<Zone, "different">;
  readonly evidence: readonly Evidence[];
}

/** A block with more records than may share a key: they were not compared by it. */
export interface LeftOutBlock {
  readonly block: string;
  readonly key: string;
  readonly size: number;
}

export interface Likeness {
  readonly records: number;
  /** Pairs compared. */
  readonly compared: number;
  /** Certain and to review, the likeliest first. */
  readonly pairs: readonly ScoredPair[];
  readonly leftOut: readonly LeftOutBlock[];
  /** False where there was too little to learn from, and the plan's own figures were used. */
  readonly isTrained: boolean;
}

export type Breathe = () => Promise<void>;

export interface LikenessOptions {
  readonly certainBits: number;
  readonly reviewBits: number;
  readonly largestBlock: number;
  /** The same seed gives the same result. */
  readonly seed: number;
  /** Awaited between slices of the work, so that others have their turn. */
  readonly breathe?: Breathe;
}
