/** How lists spell one street: "150 N Bluebonnet St", "150 N. BLUEBONNET ST", "150 North Bluebonnet Street". */
const WHOLE: Readonly<Record<string, string>> = {
  Ave: "Avenue",
  Blvd: "Boulevard",
  Cir: "Circle",
  Ct: "Court",
  Dr: "Drive",
  Hwy: "Highway",
  Ln: "Lane",
  Pkwy: "Parkway",
  Pl: "Place",
  Rd: "Road",
  Sq: "Square",
  St: "Street",
  Sta: "Station",
  Ter: "Terrace",
  Trl: "Trail",
};
const DIRECTION: Readonly<Record<string, string>> = { N: "North", S: "South", E: "East", W: "West" };
const UNIT: Readonly<Record<string, string>> = { Ste: "Suite", Apt: "Apartment", Bldg: "Building", Fl: "Floor" };

const words = (text: string, change: (word: string) => string): string => text.split(" ").map(change).join(" ");

/** "2210 East Bonanza Trail", "Suite 4". */
export const inFull = (text: string): string =>
  words(text, (word) => WHOLE[word] ?? DIRECTION[word] ?? UNIT[word] ?? word);

/** "2210 E. BONANZA TRL", "STE 4". */
export const asTyped = (text: string): string =>
  words(text, (word) => (word in DIRECTION ? `${word}.` : word)).toUpperCase();

/** "2210 E Bonanza TRAIL": the kind of street in full, the direction short. */
export const halfInFull = (text: string): string => words(text, (word) => WHOLE[word]?.toUpperCase() ?? word);

/** Ten digits in a list's own way, with the extension; any other text as it is. */
export function phoneText(
  { phone, extension }: { readonly phone: string | null; readonly extension: string | null },
  [shape, before]: readonly [shape: string, before: string],
): string {
  if (phone === null) return "";
  const written = /^\d{10}$/.test(phone) ? phone.replace(/^(\d{3})(\d{3})(\d{4})$/, shape) : phone;
  return extension === null ? written : `${written}${before}${extension}`;
}
