const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const checksumLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

const isUpperCase = (letter: string): boolean => letter >= "A" && letter <= "Z";

/** The three characters that make a case-sensitive 15-character id safe to compare without case. */
function checksum(id15: string): string {
  let letters = "";
  for (let chunk = 0; chunk < 3; chunk++) {
    let bits = 0;
    for (let place = 0; place < 5; place++) {
      if (isUpperCase(id15.charAt(chunk * 5 + place))) bits |= 1 << place;
    }
    letters += checksumLetters.charAt(bits);
  }
  return letters;
}

/** The 18-character form of a 15- or 18-character id; null when the text is no id. */
export function to18(id: string): string | null {
  if (!/^[A-Za-z0-9]+$/.test(id)) return null;
  if (id.length === 15) return id + checksum(id);
  return id.length === 18 && checksum(id.slice(0, 15)) === id.slice(15).toUpperCase() ? id : null;
}

/** A well-formed 18-character id: the object's key prefix, the instance, and a number in base 62. */
export function recordId(keyPrefix: string, n: number, instance = "PL0"): string {
  let digits = "";
  for (let rest = n; digits.length < 9; rest = Math.floor(rest / 62)) digits = base62.charAt(rest % 62) + digits;
  const id15 = keyPrefix + instance + digits;
  return id15 + checksum(id15);
}
