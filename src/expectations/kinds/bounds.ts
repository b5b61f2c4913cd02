import { z } from "zod";
import { NotUnderstood } from "../model.js";

const bound = z.union([z.number(), z.string()]).nullish();

/** `min_value`, `max_value` and whether the bounds themselves are out. */
export const BOUNDS = {
  min_value: bound,
  max_value: bound,
  strict_min: z.boolean().default(false),
  strict_max: z.boolean().default(false),
} as const;

const figure = z.number().nullish();
export const FIGURE_BOUNDS = { ...BOUNDS, min_value: figure, max_value: figure } as const;

const whole = z.number().int().nonnegative().nullish();
export const COUNT_BOUNDS = { ...BOUNDS, min_value: whole, max_value: whole } as const;

export interface Bounds {
  readonly min_value?: string | number | null | undefined;
  readonly max_value?: string | number | null | undefined;
  readonly strict_min: boolean;
  readonly strict_max: boolean;
}

/**
 * Whether a value lies between. Texts compare as texts, which is right for days and instants; a value of another type than a bound lies outside.
 * @throws NotUnderstood
 */
export function within({ min_value, max_value, strict_min, strict_max }: Bounds): (value: unknown) => boolean {
  const [least, most] = [min_value ?? null, max_value ?? null];
  if (least === null && most === null) throw new NotUnderstood("min_value and max_value cannot both be null");
  if (least !== null && most !== null) {
    if (typeof least !== typeof most) throw new NotUnderstood("min_value and max_value must be of one type");
    if (least > most) throw new NotUnderstood("min_value cannot be greater than max_value");
  }
  const isAbove = (value: string | number) => least === null || (strict_min ? value > least : value >= least);
  const isBelow = (value: string | number) => most === null || (strict_max ? value < most : value <= most);
  const sort = typeof (least ?? most);
  return (value) =>
    typeof value === sort &&
    (typeof value === "number" || typeof value === "string") &&
    isAbove(value) &&
    isBelow(value);
}
