import { cityKey } from "./cities.js";

// Cities of several words, by their keys: those with a word of streets in them, with a direction before them, or that streets without an ending stand before.
const SEVERAL_WORDS = `
agoura hills, alamogordo city, aliso viejo, american canyon, american fork, amargosa valley, apache junction, apple valley, arroyo grande, baldwin park, barstow heights,
battle mountain, bay point, bell gardens, beverly hills, big bear city, big bear lake, big pine, big spring, blue diamond, bluff city, boca raton, boulder city, bowling green,
brigham city, buena park, buena vista, bullhead city, cal nev ari, camp verde, canyon country, canyon lake, carson city, casa grande, castle rock, castro valley,
cathedral city, cedar city, cedar falls, cedar hill, cedar park, cedar rapids, central point, chino hills, chino valley, chula vista, citrus heights, cold springs,
college park, college station, colorado springs, commerce city, coral gables, coral springs, corpus christi, costa mesa, cottage grove, council bluffs, crescent city,
crescent valley, crystal bay, culver city, daly city, dana point, deer park, del mar, del rio, del rey oaks, des moines, desert hot springs, diamond bar, diamond springs,
dodge city, dolan springs, e chicago, e hartford, e lansing, e los angeles, e moline, e orange, e palo alto, e peoria, e point, e st louis, eagle mountain, eagle pass, el cajon,
el centro, el cerrito, el dorado hills, el mirage, el monte, el paso, el segundo, elk grove, empire city, fair oaks, falls church, flower mound, forest grove, forest hill,
forest lake, forest park, fort bragg, ft collins, ft lauderdale, ft mohave, ft myers, ft smith, ft wayne, ft worth, foster city, fountain hills, fountain valley, garden city,
garden grove, garden valley, gold hill, golden valley, grand forks, grand island, grand junction, grand prairie, grand rapids, grand terrace, grants pass, grass valley,
green bay, green valley, grove city, half moon bay, harbor city, haltom city, hawaiian gardens, hermosa beach, highland park, highland village, hoffman estates, holly springs,
hot springs, huntington beach, huntington park, idaho falls, imperial beach, incline village, indian hills, indian springs, indian wells, iowa city, iron mountain,
jersey city, johnson city, joshua tree, junction city, kansas city, key largo, key west, king city, klamath falls, la canada flintridge, la crescenta, la crosse, la grande,
la habra, la jolla, la mesa, la mirada, la palma, la porte, la puente, la quinta, la verne, lago vista, laguna beach, laguna hills, laguna niguel, laguna woods,
lake arrowhead, lake charles, lake city, lake elsinore, lake forest, lake havasu city, lake isabella, lake jackson, lake los angeles, lake orion, lake oswego, lake worth, lakeland village,
las cruces, las vegas, league city, lemon grove, little rock, litchfield park, loma linda, lone pine, long beach, los alamitos, los alamos, los altos, los altos hills,
los angeles, los banos, los gatos, lower lake, manhattan beach, marble falls, marina del rey, menlo park, mill valley, mission hills, mission viejo, missouri city, mogul springs,
monterey park, moreno valley, morgan hill, morro bay, moses lake, mound house, mt shasta, mt vernon, mountain city, mountain home, mountain view, myrtle beach, n charleston,
n highlands, n hollywood, n kansas city, n las vegas, n little rock, n miami, n miami beach, n ogden, n platte, n port, n richland hills, n salt lake, national city, nevada city,
new bedford, new braunfels, new britain, new haven, new orleans, new york, newport beach, newport news, oak harbor, oak hills, oak park, oak view, ocean city,
ocean springs, oklahoma city, olympic valley, orange city, orange cove, orange park, oregon city, oro valley, overland park, overton beach, pacific grove, pacific palisades, palm bay,
palm beach gardens, palm coast, palm desert, palm springs, palo alto, palos verdes estates, panama city, panorama city, paradise valley, park city, pebble beach,
pico rivera, pigeon forge, pine bluff, pine grove, pismo beach, plant city, playa del rey, pleasant grove, pleasant hill, pompano beach, port angeles, port arthur, port st joe, port st lucie, s st paul, lake st louis, port hueneme, port orange, port orchard,
prairie village, prescott valley, queen creek, ranch palos verdes, rancho cordova, rancho cucamonga, rancho mirage, rancho palos verdes, rancho santa fe,
rancho santa margarita, rapid city, red bluff, red rock, redondo beach, redwood city, reno stead, ridley park, rio linda, rio rancho, rio vista, rock hill, rock island, rock springs, rocky mount,
rolling hills estates, round mountain, round rock, royal oak, royal palm beach, s bend, s el monte, s gate, s jordan, s lake tahoe, s miami, s ogden, s pasadena, s salt lake,
s san francisco, st augustine, st charles, st clair shores, st cloud, st george, st helena, st helens, st joseph, st louis, st louis park, st paul, st peters, st petersburg,
salt lake city, san angelo, san antonio, san bernardino, san bruno, san carlos, san clemente, san diego, san dimas, san fernando, san francisco, san gabriel, san jacinto,
san jose, san juan, san juan bautista, san juan capistrano, san leandro, san lorenzo, san luis obispo, san marcos, san marino, san mateo, san pablo, san pedro, san rafael, san ramon,
san tan valley, san ysidro, sandy springs, sandy valley, santa ana, santa barbara, santa clara, santa clarita, santa cruz, santa fe, santa fe springs, santa maria, santa monica, santa paula, santa rosa,
sault ste marie, scotts valley, seal beach, shady cove, sherman oaks, sierra madre, sierra vista, signal hill, silver city, silver peak, silver spring, silver springs, simi valley, sioux city, sioux falls,
smith valley, solana beach, spanish fork, spanish springs, sparks heights, spring creek, spring hill, spring valley, steamboat springs, studio city, sugar land, suisun city, sun city, sun city west, sun lakes, sun prairie,
sun valley, sunset beach, sutter creek, tarpon springs, temple city, temple terrace, terrace park, texas city, thousand oaks, thousand palms, toluca lake, traverse city, tree city, twentynine palms,
twin falls, union city, universal city, university park, upper lake, valley center, valley springs, valley village, van nuys, virginia beach, virginia city, w bountiful, w covina, w des moines,
w haven, w hills, w hollywood, w jordan, w lafayette, w linn, w memphis, w palm beach, w plains, w sacramento, w st paul, w valley city, w wendover, walnut creek, walnut grove,
washoe valley, wells river, westlake village, white city, white plains, white rock, wichita falls, wilson creek, winter garden, winter haven, winter park, winter springs, wisconsin rapids, woodland hills,
woods cross, yorba linda, yuba city, yucca valley
`;
// Cities of one word, for streets that end in nothing a street ends in.
const ONE_WORD = new Set(
  (
    "amarillo anaheim antioch arlington austin avondale bakersfield beatty bend berkeley boise burbank caliente carlin carlsbad chandler chico concord corona dallas dayton denver " +
    "elko ely escondido eugene fallon fernley flagstaff fontana fremont fresno fullerton gardnerville garland gilbert glendale goodyear hawthorne hayward henderson hesperia houston " +
    "irvine irving kingman lancaster laredo laughlin layton logandale lovelock lubbock madera merced mesquite minden modesto murrieta napa oakland oceanside ogden ojai ontario orem " +
    "overton oxnard pahrump palmdale pasadena perris petaluma phoenix plano pomona portland prescott provo redding reno rialto riverside sacramento salinas santee sparks spokane " +
    "stockton sunnyvale tacoma temecula tempe tonopah torrance tucson tustin upland vacaville vallejo ventura victorville visalia wells winnemucca yerington yuma"
  ).split(" "),
);
const KNOWN = new Set(
  SEVERAL_WORDS.trim()
    .split(/,\s+/)
    .map((city) => cityKey(city)),
);

const LAST_WORDS = new Set([...KNOWN].map((city) => city.slice(city.lastIndexOf(" ") + 1)));

/** Where at the end of a line a city begins that is known by its several words; null where none does. Words are folded. */
export function knownCityAt(folded: readonly string[], from: number): number | null {
  if (!LAST_WORDS.has(folded.at(-1) ?? "")) return null;
  for (let start = Math.max(from, folded.length - 4); start < folded.length - 1; start++)
    if (KNOWN.has(cityKey(folded.slice(start).join(" ")))) return start;
  return null;
}

/** Where the last word begins, when it is a city of one word; null otherwise. */
export function oneWordCityAt(folded: readonly string[]): number | null {
  return ONE_WORD.has(folded.at(-1) ?? "") ? folded.length - 1 : null;
}
