/** One figure of a bench; `isMet` says whether its floor is, and is left out where there is none. */
export const figure = (name, text, floor = null) =>
  floor === null ? { name, text } : { name, text, floor: floor.text, isMet: floor.isMet };

export const atLeast = (value, limit, text) => ({ text: `at least ${text}`, isMet: value >= limit });
export const below = (value, limit, text) => ({ text: `under ${text}`, isMet: value < limit });

/** The value below which a share of all lie. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export const median = (values) => quantile(values, 0.5);
export const percent = (share) => `${Math.round(share * 100)} %`;
export const thousands = (number) => Math.round(number).toLocaleString("en-US");
export const milliseconds = (number) => `${number < 10 ? number.toFixed(1) : Math.round(number)} ms`;
