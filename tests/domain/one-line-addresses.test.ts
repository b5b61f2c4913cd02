import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OneLineAddress, parseOneLineAddress } from "../../src/domain/index.js";

/** Street | unit | city | state | ZIP, "·" for what is missing. */
const taken = (text: string, state?: string): string | null => {
  const address = parseOneLineAddress(text, state);
  if (address === null) return null;
  const { line1, line2, city, state: of, zip } = address;
  return [line1, line2, city, of, zip].map((part) => part ?? "·").join(" | ");
};

/** "150 N Some St, Ste 200, Mesquite, NV 89027": read again, it is the same. */
function printAddress({ line1, line2, city, state, zip }: Omit<OneLineAddress, "isIncomplete">): string {
  const place = [state, zip].filter((part) => part !== null).join(" ");
  return [line1, line2, city, place].filter((part) => part !== null && part !== "").join(", ");
}

describe("an address in one line, without a comma before its city", () => {
  it.each([
    ["150 N. SOME ST MESQUITE, NV 89027", "150 N. SOME ST | · | MESQUITE | NV | 89027"],
    ["150 N. SOME ST  MESQUITE NV 89027-1234", "150 N. SOME ST | · | MESQUITE | NV | 89027-1234"],
    ["150 N SOME ST MESQUITE NV89027", "150 N SOME ST | · | MESQUITE | NV | 89027"],
    ["150 N SOME ST MESQUITE, Nevada 890271234 USA", "150 N SOME ST | · | MESQUITE | NV | 890271234"],
    ["8 SAGE WAY MESQUITE, CLARK COUNTY, NV 89027", "8 SAGE WAY | · | MESQUITE | NV | 89027"],
    ["8 SAGE WAY, CLARK COUNTY, NV 89027", "8 SAGE WAY | · | CLARK COUNTY | NV | 89027"],
    ["8 SAGE WAY MESQUITE, NV", "8 SAGE WAY | · | MESQUITE | NV | ·"],
    ["1200 COURT ST RENO, NV 89501", "1200 COURT ST | · | RENO | NV | 89501"],
    ["100 N COURT ST RENO, NV 89501", "100 N COURT ST | · | RENO | NV | 89501"],
    ["100 NORTH ST RENO, NV 89501", "100 NORTH ST | · | RENO | NV | 89501"],
    ["77 PARK PLACE DR HENDERSON, NV 89015", "77 PARK PLACE DR | · | HENDERSON | NV | 89015"],
    ["77 ST ROSE PKWY HENDERSON, NV 89052", "77 ST ROSE PKWY | · | HENDERSON | NV | 89052"],
    ["12 1/2 OAK AVE ELKO, NV 89801", "12 1/2 OAK AVE | · | ELKO | NV | 89801"],
    ["150-B OAK BOULV. ELKO, NV 89801", "150-B OAK BOULV. | · | ELKO | NV | 89801"],
    ["N6W23001 BLUEMOUND RD WAUKESHA, WI 53188", "N6W23001 BLUEMOUND RD | · | WAUKESHA | WI | 53188"],
  ])("%s", (text, expected) => expect(taken(text)).toBe(expected));

  it.each([
    ["100 MAIN ST NORTH LAS VEGAS, NV 89030", "100 MAIN ST | · | NORTH LAS VEGAS | NV | 89030"],
    [
      "31 CAMINO CAPISTRANO SAN JUAN CAPISTRANO, CA 92675",
      "31 CAMINO CAPISTRANO | · | SAN JUAN CAPISTRANO | CA | 92675",
    ],
    ["9 SWANSON AVE LAKE HAVASU CITY, AZ 86403", "9 SWANSON AVE | · | LAKE HAVASU CITY | AZ | 86403"],
    ["5 MAIN ST GRAND TERRACE, CA 92313", "5 MAIN ST | · | GRAND TERRACE | CA | 92313"],
    ["5 44TH AVE W MOUNTLAKE TERRACE, WA 98043", "5 44TH AVE W | · | MOUNTLAKE TERRACE | WA | 98043"],
    ["1200 MARKET ST ST LOUIS, MO 63103", "1200 MARKET ST | · | ST LOUIS | MO | 63103"],
    ["18 W CENTER RD ST. ANSGAR, IA 50472", "18 W CENTER RD | · | ST. ANSGAR | IA | 50472"],
    ["88 PALM CANYON DR PALM SPRINGS, CA 92262", "88 PALM CANYON DR | · | PALM SPRINGS | CA | 92262"],
    ["40 NEVADA WAY BOULDER CITY, NV 89005", "40 NEVADA WAY | · | BOULDER CITY | NV | 89005"],
    ["40 AVENIDA DEL MAR SAN CLEMENTE, CA 92672", "40 AVENIDA DEL MAR | · | SAN CLEMENTE | CA | 92672"],
    ["40 BLUFF ST SAINT GEORGE, UT 84770", "40 BLUFF ST | · | SAINT GEORGE | UT | 84770"],
    ["40 BAYSHORE BLVD PORT ST LUCIE, FL 34983", "40 BAYSHORE BLVD | · | PORT ST LUCIE | FL | 34983"],
  ])("keeps the words of a city together: %s", (text, expected) => expect(taken(text)).toBe(expected));

  it.each([
    ["150 N SOME ST STE 200 MESQUITE, NV 89027", "150 N SOME ST | STE 200 | MESQUITE | NV | 89027"],
    ["150 N SOME ST #4 MESQUITE, NV 89027", "150 N SOME ST | #4 | MESQUITE | NV | 89027"],
    ["150 N SOME ST # 4 MESQUITE, NV 89027", "150 N SOME ST | # 4 | MESQUITE | NV | 89027"],
    ["150 N SOME ST APT B MESQUITE, NV 89027", "150 N SOME ST | APT B | MESQUITE | NV | 89027"],
    ["150 N SOME ST APT. # 12-B MESQUITE, NV 89027", "150 N SOME ST | APT. # 12-B | MESQUITE | NV | 89027"],
    ["150 N SOME ST BLDG 3 STE 200 LAS VEGAS, NV 89101", "150 N SOME ST | BLDG 3 STE 200 | LAS VEGAS | NV | 89101"],
    ["150 N SOME ST SUITE 200 & 201 LAS VEGAS, NV 89101", "150 N SOME ST | SUITE 200 & 201 | LAS VEGAS | NV | 89101"],
    ["150 N SOME ST STE 200 A LAS VEGAS, NV 89101", "150 N SOME ST | STE 200 A | LAS VEGAS | NV | 89101"],
    ["150 N SOME ST 2ND FLOOR LAS VEGAS, NV 89101", "150 N SOME ST | 2ND FLOOR | LAS VEGAS | NV | 89101"],
    ["150 SPACE CENTER DR HOUSTON, TX 77058", "150 SPACE CENTER DR | · | HOUSTON | TX | 77058"],
    ["150 DESERT SPC 14 PAHRUMP, NV 89048", "150 DESERT | SPC 14 | PAHRUMP | NV | 89048"],
    ["150 N SOME ST LAS VEGAS STE 200, NV 89101", "150 N SOME ST | STE 200 | LAS VEGAS | NV | 89101"],
    ["#4 150 N SOME ST LAS VEGAS, NV 89101", "150 N SOME ST | #4 | LAS VEGAS | NV | 89101"],
    ["150 N SOME ST REAR LAS VEGAS, NV 89101", "150 N SOME ST | REAR | LAS VEGAS | NV | 89101"],
    ["150 N SOME ST PO BOX 9 BEATTY, NV 89003", "150 N SOME ST | PO BOX 9 | BEATTY | NV | 89003"],
  ])("takes the unit apart: %s", (text, expected) => expect(taken(text)).toBe(expected));

  it.each([
    ["PO BOX 12 BEATTY, NV 89003", "PO BOX 12 | · | BEATTY | NV | 89003"],
    ["P.O. Box 12-A, Beatty, NV 89003", "P.O. Box 12-A | · | Beatty | NV | 89003"],
    ["PO BOX 89003", "PO BOX 89003 | · | · | · | ·"],
    ["PO BOX 12 STE 4 BEATTY, NV 89003", "PO BOX 12 | STE 4 | BEATTY | NV | 89003"],
    ["RR 2 BOX 15 ELY, NV 89301", "RR 2 BOX 15 | · | ELY | NV | 89301"],
    ["HC 60 BOX 5 ELY, NV 89301", "HC 60 BOX 5 | · | ELY | NV | 89301"],
    ["12345 US HWY 95 N BEATTY, NV 89003", "12345 US HWY 95 N | · | BEATTY | NV | 89003"],
    ["12345 HIGHWAY 95A YERINGTON, NV 89447", "12345 HIGHWAY 95A | · | YERINGTON | NV | 89447"],
    ["100 STATE ROUTE 160 PAHRUMP, NV 89048", "100 STATE ROUTE 160 | · | PAHRUMP | NV | 89048"],
    ["100 NV-160 PAHRUMP, NV 89048", "100 NV-160 | · | PAHRUMP | NV | 89048"],
    ["100 COUNTY RD 12 E GENOA, NV 89411", "100 COUNTY RD 12 E | · | GENOA | NV | 89411"],
    ["22500 AVENUE 18 MADERA, CA 93637", "22500 AVENUE 18 | · | MADERA | CA | 93637"],
    ["100 W AVENUE K-8 LANCASTER, CA 93534", "100 W AVENUE K-8 | · | LANCASTER | CA | 93534"],
  ])("knows boxes, rural routes and numbered roads: %s", (text, expected) => expect(taken(text)).toBe(expected));

  // A direction after the ending belongs to the street, unless something says that it is the city's.
  it.each([
    ["it is the street's", "100 MAIN ST N MESQUITE, NV 89027", "100 MAIN ST N | · | MESQUITE | NV | 89027"],
    ["spelt out", "100 MAIN ST NORTH FERNLEY, NV 89408", "100 MAIN ST | · | NORTH FERNLEY | NV | 89408"],
    ["a city that is known", "100 MAIN ST N LAS VEGAS, NV 89030", "100 MAIN ST | · | N LAS VEGAS | NV | 89030"],
    ["the street has one", "100 E MAIN ST N FERNLEY, NV 89408", "100 E MAIN ST | · | N FERNLEY | NV | 89408"],
    ["no such city", "9 LAS VEGAS BLVD S LAS VEGAS, NV 89101", "9 LAS VEGAS BLVD S | · | LAS VEGAS | NV | 89101"],
    ["a highway's", "9 US HWY 95 N LAS VEGAS, NV 89101", "9 US HWY 95 N | · | LAS VEGAS | NV | 89101"],
    ["named for the city", "9 LAS VEGAS BLVD N LAS VEGAS, NV 89101", "9 LAS VEGAS BLVD N | · | LAS VEGAS | NV | 89101"],
  ])("says whose a direction is: %s: %s", (_why, text, expected) => expect(taken(text)).toBe(expected));

  it.each([
    ["9 BROADWAY RENO, NV 89501", "9 BROADWAY | · | RENO | NV | 89501"],
    ["9 W 5TH RENO, NV 89501", "9 W 5TH | · | RENO | NV | 89501"],
    ["9 PEBBLE CREEK HENDERSON, NV 89014", "9 PEBBLE CREEK | · | HENDERSON | NV | 89014"],
    ["9 EAGLE RIDGE LAKE ELMO, MN 55042", "9 EAGLE RIDGE | · | LAKE ELMO | MN | 55042"],
    ["9 VISTA LUNA HENDERSON, NV 89014", "9 VISTA LUNA | · | HENDERSON | NV | 89014"],
    ["9 VALLEY VIEW RENO, NV 89506", "9 VALLEY VIEW | · | RENO | NV | 89506"],
  ])("goes by likelihood where a street has no ending: %s", (text, expected) => expect(taken(text)).toBe(expected));

  it("leaves in the street what cannot be told, and says so", () => {
    expect(parseOneLineAddress("100 VISTA LUNA NOWHERE, CA 93023")).toEqual({
      line1: "100 VISTA LUNA NOWHERE",
      line2: null,
      city: null,
      state: "CA",
      zip: "93023",
      isIncomplete: true,
    });
    expect(parseOneLineAddress("LAS VEGAS, NV 89101")).toMatchObject({
      line1: null,
      city: "LAS VEGAS",
      isIncomplete: true,
    });
    expect(parseOneLineAddress("150 N SOME ST MESQUITE, NV 89027")).toMatchObject({ isIncomplete: false });
  });

  it("is in the state of its list where it names none", () => {
    expect(taken("150 N SOME ST MESQUITE 89027", "NV")).toBe("150 N SOME ST | · | MESQUITE | NV | 89027");
    expect(taken("9 SWANSON AVE LAKE HAVASU CITY, AZ 86403", "NV")).toMatch(/AZ/);
    expect(taken("100 MAIN CT", "NV")).toBe("100 MAIN CT | · | · | NV | ·");
  });

  it("is nothing where nothing is said", () => {
    expect(["", "  ", "N/A", "--", null, undefined].map((text) => parseOneLineAddress(text))).toEqual(
      Array(6).fill(null),
    );
  });
});

describe("an address in one line, with commas", () => {
  it.each([
    ["150 N Some St, Mesquite, NV 89027", "150 N Some St | · | Mesquite | NV | 89027"],
    ["150 N Some St, Ste 200, Mesquite, NV, 89027", "150 N Some St | Ste 200 | Mesquite | NV | 89027"],
    ["150 N Some St Ste 200, Mesquite, NV 89027", "150 N Some St | Ste 200 | Mesquite | NV | 89027"],
    ["150 N Some St, Ste 200 Mesquite, NV 89027", "150 N Some St | Ste 200 | Mesquite | NV | 89027"],
    ["150 N Some St, Bldg 3, Ste 200, Mesquite, NV", "150 N Some St | Bldg 3, Ste 200 | Mesquite | NV | ·"],
    ["150 N Some St\nMesquite, NV 89027", "150 N Some St | · | Mesquite | NV | 89027"],
    ["c/o Jane Doe, 150 N Some St Mesquite, NV 89027", "150 N Some St | c/o Jane Doe | Mesquite | NV | 89027"],
    ["6 Main St, 29 Palms, CA 92277", "6 Main St | · | 29 Palms | CA | 92277"],
    ["150 N Some St, Ste 200, NV 89027", "150 N Some St | Ste 200 | · | NV | 89027"],
  ])("%j", (text, expected) => expect(taken(text)).toBe(expected));
});

describe("any address in one line", () => {
  const street = fc
    .tuple(
      fc.integer({ min: 1, max: 99999 }),
      fc.constantFrom("", "N", "S.", "East", "NW"),
      fc.constantFrom("Some", "Oak Grove", "Martin Luther King", "5th", "Lake Mead", "San Pedro", "Court", "St Rose"),
      fc.constantFrom("St", "AVE", "Blvd.", "Parkway", "Dr", "ln", "Cir", "Way", "Terrace"),
    )
    .map(([number, ...words]) => [number, ...words].filter((word) => word !== "").join(" "));
  const unit = fc.constantFrom(null, "Ste 200", "#4", "APT B", "Bldg 3 Unit 12", "Lot 9", "Rm 101-B");
  const city = fc.constantFrom(
    "Mesquite",
    "North Las Vegas",
    "SAN JUAN CAPISTRANO",
    "Lake Havasu City",
    "St. George",
    "Reno",
  );
  const zip = fc.constantFrom(null, "89027", "89027-1234");
  const address = fc.record({ line1: street, line2: unit, city, state: fc.constantFrom("NV", "CA", "AZ"), zip });

  it("comes out of what is printed of it as it went in", () => {
    fc.assert(
      fc.property(address, (written) => {
        expect(parseOneLineAddress(printAddress(written))).toEqual({ ...written, isIncomplete: false });
      }),
    );
  });

  it("comes out the same without its commas", () => {
    fc.assert(
      fc.property(address, (written) => {
        const printed = printAddress(written).replaceAll(",", "");
        expect(parseOneLineAddress(printed)).toEqual({ ...written, isIncomplete: false });
      }),
    );
  });

  it("never throws, nor does what is printed of it", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(
          fc.constantFrom(
            "100",
            "N",
            "MAIN",
            "ST",
            "#",
            "STE",
            "PO",
            "BOX",
            ",",
            "12",
            "HWY",
            "LAS",
            "NV",
            "89027",
            "\n",
            "RR",
            "A",
            "&",
          ),
        )
        .map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(text, (written) => {
        const read = parseOneLineAddress(written);
        if (read !== null) parseOneLineAddress(printAddress(read));
      }),
    );
  });
});
