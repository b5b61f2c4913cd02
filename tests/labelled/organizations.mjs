// Organisations, some with a second account: another suffix, a slip, part of the name; and others that share a word and nothing else.

const FIRST = (
  "Hill's Burns Black Cerner Garmin Sprint Hallmark Lockton Dairy Commerce Evergy Spire Honeywell Bayer Netsmart Boulevard Populous HNTB Olsson " +
  "Terracon Polsinelli Husch Stinson Shook Bryan Turner Dunn Clarkson Crossland McCownGordon Helzberg Blue Saint Truman Mercy Midland Heartland"
).split(" ");
const SECOND =
  "Pet Bank Farms Health Electric Foods Media Legal Capital Energy Freight Steel Paper Textiles Optics Robotics Catering Print".split(
    " ",
  );
const THIRD = [
  "Nutrition",
  "Partners",
  "Works",
  "Labs",
  "Systems",
  "Studio",
  "Foundation",
  "Institute",
  "Supply",
  "House",
];
const CITIES = ["Kansas City", "Overland Park", "Olathe", "Topeka", "Liberty"];
const SUFFIXES = [", Inc.", " LLC", " Corp", " Company", ""];

export function organizationsOf(luck, count) {
  const records = [];
  const names = new Set();
  while (names.size < count)
    names.add([luck.pick(FIRST), luck.pick(SECOND), ...(luck.chance(0.5) ? [luck.pick(THIRD)] : [])].join(" "));
  [...names].forEach((name, index) => {
    const city = luck.pick(CITIES);
    const add = (written) =>
      records.push({ cluster: `o${index}`, name: written, city: luck.chance(0.7) ? city : undefined });
    add(name);
    if (luck.chance(0.08))
      add(luck.pick([`${name}${luck.pick(SUFFIXES)}`, `The ${name}`, misspelt(luck, name), name.toUpperCase()]));
  });
  return records;
}

function misspelt(luck, name) {
  const words = name.split(" ");
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best));
  return words.map((word) => (word === longest && word.length > 4 ? luck.slip(word) : word)).join(" ");
}
