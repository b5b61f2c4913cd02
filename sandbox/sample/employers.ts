import type { Weights } from "./random.js";

/** The organisation that the tour of the sandbox asks about. */
export const HILLS = "Hill's Pet Nutrition";

export const ACCOUNT_TYPES: Weights<string | null> = [
  ["Business", 38],
  ["Non-profit", 12],
  ["Technology", 12],
  ["Healthcare", 9],
  ["Government", 7],
  ["Educational", 6],
  [null, 16],
];

/** Organisations that have a story of their own: twins, accents, text that a message must not act on. */
export const NAMED_EMPLOYERS = [
  "Prairie Signal Software",
  "Prairie Signal Software, Inc.",
  "Brush Creek Engineering",
  "Brush Creek Engineering LLC",
  "Meridian Bluff Credit Union",
  "MERIDIAN BLUFF CREDIT UNION",
  "Café Río Trading",
  "Müller & Söhne Instruments",
  "Grandview Career Center",
  "Center for Applied Robotics",
  "<!channel> Creative & Co.",
  "=SUM(1,2) Consulting",
  "Nguyen, Ortega & Partners",
  "Kaw Valley Robotics Club",
] as const;

/** As long as an account's name can be. */
export const LONGEST_NAME =
  "The Greater Missouri Bend and Kaw Valley Regional Consortium for the Advancement of Apprenticeships, Internships, " +
  "Externships and Early Career Exposure in Advanced Manufacturing, Logistics, Animal Health, Engineering and the " +
  "Skilled Building Trades";

export const EMPLOYER_FIRST = (
  "Bluestem Cottonwood Heartline Sunflower Stockyard Switchyard Ironbridge Lantern Copperline Northbank Fieldstone Redbud Tallgrass " +
  "Bluebird Signalpoint Riverbend Limestone Quarry Wheatfield Steamboat Prairiefire Monarch Foxglove Millrace Cedarline Larkspur " +
  "Goldenrod Halfmoon Arrowrock Brickyard"
).split(" ");

export const EMPLOYER_SECOND = [
  "Analytics",
  "Architects",
  "Bank",
  "Biosciences",
  "Construction",
  "Design Studio",
  "Energy",
  "Engineering",
  "Foods",
  "Health",
  "Insurance",
  "Labs",
  "Law Group",
  "Logistics",
  "Manufacturing",
  "Media",
  "Robotics",
  "Software",
  "Veterinary Clinic",
  "Water Works",
] as const;

export const EMPLOYER_PLACES = [
  "of Olathe",
  "of Lenexa",
  "of Raytown",
  "of Independence",
  "Northland",
  "Downtown",
  "West",
  "Partners",
  "Group",
  "Midwest",
] as const;

/** Streets and places by ZIP: most are local, some only partly, some far away, some no ZIP at all. */
export const PLACES: Weights<{ city: string; state: string; zip: string | null; country: string }> = [
  [{ city: "Kansas City", state: "MO", zip: "64111", country: "United States" }, 16],
  [{ city: "Kansas City", state: "MO", zip: "64108", country: "United States" }, 8],
  [{ city: "Kansas City", state: "Missouri", zip: "64131-2204", country: "US" }, 5],
  [{ city: "Independence", state: "MO", zip: "64055", country: "United States" }, 6],
  [{ city: "Grandview", state: "MO", zip: "64030", country: "United States" }, 4],
  [{ city: "Kansas City", state: "KS", zip: "66102", country: "United States" }, 9],
  [{ city: "Olathe", state: "KS", zip: "66062", country: "United States" }, 8],
  [{ city: "Overland Park", state: "KS", zip: "66210", country: "United States" }, 11],
  [{ city: "Leawood", state: "Kansas", zip: "66206", country: "USA" }, 4],
  [{ city: "Harrisonville", state: "MO", zip: "64701", country: "United States" }, 1],
  [{ city: "St. Joseph", state: "MO", zip: "64501", country: "United States" }, 3],
  [{ city: "Topeka", state: "KS", zip: "66603", country: "United States" }, 3],
  [{ city: "New York", state: "NY", zip: "10001", country: "United States" }, 2],
  [{ city: "Chicago", state: "IL", zip: "60614", country: "United States" }, 2],
  [{ city: "Toronto", state: "ON", zip: "M5V 2T6", country: "Canada" }, 1],
  [{ city: "Kansas City", state: "MO", zip: null, country: "United States" }, 4],
];

export const STREETS =
  "Holmes Oak Troost Walnut Ward Rainbow Quindaro Metcalf Antioch Wornall Locust Cherry Linwood Armour Paseo Prospect".split(
    " ",
  );
