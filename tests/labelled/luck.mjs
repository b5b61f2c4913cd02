// Chance that is the same for the same seed, and names as frequent as names are.
import { seeded } from "../../dist/src/identity/likeness/index.js";

const GIVEN = (
  "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen " +
  "Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle " +
  "Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy Stephanie Ronald Rebecca Jason Laura Edward Helen Jeffrey Sharon Ryan Cynthia " +
  "Jacob Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Brenda Stephen Emma Larry Anna Justin Pamela Scott Nicole Brandon Samantha " +
  "Benjamin Katherine Samuel Christine Gregory Debra Alexander Rachel Patrick Carolyn Frank Janet Raymond Maria Jack Olivia Dennis Heather Jerry " +
  "Helena Tyler Diane Aaron Julie Jose Joyce Adam Victoria Nathan Ruth Henry Virginia Zachary Lauren Douglas Kelly Peter Christina Kyle Joan Noah " +
  "Evelyn Ethan Judith Jeremy Andrea Walter Hannah Christian Megan Keith Cheryl Roger Jacqueline Terry Martha Austin Madison Sean Teresa Gerald " +
  "Gloria Carl Sara Dylan Janice Harold Ann Jordan Kathryn Jesse Abigail Bryan Sophia Lawrence Frances Arthur Jean Gabriel Alice Bruce Judy Logan " +
  "Isabella Billy Julia Joe Grace Alan Amber Juan Denise Elijah Danielle Willie Marilyn Albert Beverly Wayne Charlotte Randy Natalie Mason Theresa " +
  "Vincent Diana Liam Brittany Roy Doris Bobby Kayla Caleb Alexis Bradley Lori Russell Marie Lucas Imani Malik Latoya Darius Priya Ravi Mei Wei " +
  "Fatima Omar Aisha Hassan Guadalupe Esperanza Xavier Yolanda Quincy Zoe Ximena Thao Linh Kwame Ngozi Ingrid Soren"
).split(" ");

const SURNAMES = (
  "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson " +
  "Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green " +
  "Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris " +
  "Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood " +
  "James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins Perry Russell Sullivan " +
  "Bell Coleman Butler Henderson Barnes Fisher Vasquez Simmons Romero Jordan Patterson Alexander Hamilton Graham Reynolds Griffin Wallace West Cole"
).split(" ");
const BEGINNINGS =
  "Bar Ash Cal Den Eld Far Gar Hol Ing Kirk Lan Mar Nor Oak Pem Quar Ros Stan Thorn Ul Van Wel Yar Zim Brad Crom Dray Fen Hat Lind".split(
    " ",
  );
const MIDDLES = ["", "", "ing", "er", "en", "a", "o", "ley", "man", "ber"];
const ENDINGS = "ton ford well ham wick ley man son berg stein field ski dale worth by gate hurst mont den low".split(
  " ",
);

/** Everything that a labelled set leaves to chance. */
export function luckOf(seed) {
  const next = seeded(seed);
  const below = (most) => Math.floor(next() * most);
  const pick = (list) => list[below(list.length)];
  const frequent = (list) => list[Math.min(list.length - 1, Math.floor(list.length * next() ** 2.2))];
  const digits = (count) => Array.from({ length: count }, () => below(10)).join("");
  const rareSurname = () => pick(BEGINNINGS) + pick(MIDDLES) + pick(ENDINGS);
  const given = new Set();
  return {
    /** True once for each text. */
    isNew: (text) => !given.has(text) && given.add(text) !== undefined,
    next,
    below,
    pick,
    digits,
    chance: (share) => next() < share,
    given: () => frequent(GIVEN),
    /** Two of five bear one of the frequent names, the rest one that few have. */
    surname: () => (next() < 0.4 ? frequent(SURNAMES) : rareSurname()),
    slip: (word) => slip(word, below, pick),
    day: (from, years) =>
      `${from + below(years)}-${String(1 + below(12)).padStart(2, "0")}-${String(1 + below(28)).padStart(2, "0")}`,
  };
}

/** One slip of the keys: a letter left out, doubled or other, or two exchanged. */
function slip(word, below, pick) {
  if (word.length < 3) return word;
  const at = 1 + below(word.length - 2);
  const [before, here, next, after] = [word.slice(0, at), word[at], word[at + 1] ?? "", word.slice(at + 2)];
  return pick([
    before + next + after,
    before + here + here + next + after,
    before + pick([..."aeioumnrst"]) + next + after,
    before + next + here + after,
  ]);
}
