import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey, cityKey, parseOneLineAddress, splitUnit, streetKey } from "../../src/domain/index.js";

describe("a street for comparison", () => {
  it.each([
    ["150 North Some Street", "150 n some st"],
    ["150 N. SOME STR", "150 n some st"],
    ["9 Lake Mead Boulv.", "9 lk mead blvd"],
    ["9 Saint Rose Parkway", "9 st rose pkwy"],
    ["9 First Avenue", "9 1st ave"],
    ["9 Twenty-First Avenu", "9 21st ave"],
    ["9 12 th Av", "9 12th ave"],
    ["One Main Plaza", "1 main plz"],
    ["100 N. W. 5th St", "100 nw 5th st"],
    ["100 N E St", "100 n e st"],
    ["12345 US Highway 95 North", "12345 hwy 95 n"],
    ["12345 Hwy. 95 N", "12345 hwy 95 n"],
    ["100 State Route 160", "100 hwy 160"],
    ["100 NV-160", "100 hwy 160"],
    ["100 Co. Rd. 12", "100 county rd 12"],
    ["100 CR 12", "100 county rd 12"],
    ["P. O. Box 12", "po box 12"],
    ["Post Office Box #12", "po box 12"],
    ["POB 12", "po box 12"],
    ["Rural Route 2 Box 15", "rr 2 box 15"],
    ["Rt. 2, Box 15", "rr 2 box 15"],
    ["9 Main St # 4", "9 main st apt 4"],
    ["9 Main St Suite #200", "9 main st ste 200"],
    ["9 Main St Apt. No. 4", "9 main st apt 4"],
  ])("%s is %s", (line, key) => expect(streetKey(line)).toBe(key));

  it("keeps apart what is not one street", () => {
    expect(streetKey("12 Oak St")).not.toBe(streetKey("12 Oak Ave"));
    expect(streetKey("12 Oak St N")).not.toBe(streetKey("12 Oak St S"));
    expect(streetKey("12 Old US Hwy 95")).not.toBe(streetKey("12 US Hwy 95"));
  });
});

describe("a street with its unit", () => {
  it.each([
    ["100 Main St, Ste 200", "100 Main St", "Ste 200"],
    ["100 MAIN ST #4", "100 MAIN ST", "#4"],
    ["100 MAIN ST APT4", "100 MAIN ST", "APT4"],
    ["100 Main St Bldg 3 Apt. B", "100 Main St", "Bldg 3 Apt. B"],
    ["100 Main St Ste 200 (upstairs)", "100 Main St", "Ste 200 (upstairs)"],
    ["100 Main St Trlr 7", "100 Main St", "Trlr 7"],
    ["100 Main St Space 14A", "100 Main St", "Space 14A"],
    ["100 Main St No. 5", "100 Main St", "No. 5"],
    ["100 Main St 2nd Floor", "100 Main St", "2nd Floor"],
    ["100 No 5th St", "100 No 5th St", null],
    ["100 Unity Way", "100 Unity Way", null],
    ["100 Suite Dr", "100 Suite Dr", null],
    ["Ste 200", null, "Ste 200"],
    ["Unit 4 100 Main St", "100 Main St", "Unit 4"],
    ["PO Box 12", "PO Box 12", null],
    ["PO Box 12 100 Main St", "100 Main St", "PO Box 12"],
    ["100 Main St PO Box 12", "100 Main St", "PO Box 12"],
    ["N/A", null, null],
  ])("%s: %s and %s", (line, street, unit) => expect(splitUnit(line)).toEqual({ street, unit }));
});

describe("a city for comparison", () => {
  it("has what begins it shortened, and nothing else", () => {
    expect(["N. Las Vegas", "NORTH LAS VEGAS"].map(cityKey)).toEqual(Array(2).fill("n las vegas"));
    expect(["Saint George", "ST. GEORGE"].map(cityKey)).toEqual(Array(2).fill("st george"));
    expect(cityKey("Lake Forest")).toBe("lake forest");
    expect(cityKey("West")).toBe("west");
  });
});

describe("the key of an address", () => {
  const place = { city: "Mesquite", state: "NV", zip: "89027" };

  it("is street and ZIP, or street, city and state", () => {
    expect(addressKey({ line1: "150 N. SOME ST", ...place })).toBe("150 n some st|89027");
    expect(addressKey({ line1: "150 N. SOME ST", ...place, zip: null })).toBe("150 n some st|mesquite nv");
    expect(addressKey({ line1: "150 N. SOME ST", city: "Mesquite", state: "Nevada" })).toBe(
      "150 n some st|mesquite nv",
    );
    expect(addressKey({ line1: "PO Box 12", ...place })).toBe("po box 12|89027");
    expect(addressKey({ line1: "HC 60 Box 5", ...place })).toBe("hc 60 box 5|89027");
  });

  it("leaves the unit out, wherever it stands", () => {
    const key = addressKey({ line1: "150 N Some St", ...place });
    expect(addressKey({ line1: "150 N Some St Ste 200", ...place })).toBe(key);
    expect(addressKey({ line1: "150 N Some St", line2: "# 4", ...place })).toBe(key);
    expect(addressKey({ line1: "Ste 200", line2: "150 N Some St", ...place })).toBe(key);
    expect(addressKey({ line1: "c/o Jane Doe", line2: "150 N Some St", ...place })).toBe(key);
    expect(addressKey({ line1: "c/o Jane Doe\n150 N Some St\r\nSuite 120", ...place })).toBe(key);
    expect(addressKey({ line1: "Attn: Jane Doe, 150 N Some St", ...place })).toBe(key);
  });

  it.each(["", "Mesquite", "Main St", "5th St", "Ste 200", "150", "Unknown", "PO Box", "n/a", null])(
    "is none without a street that says something: %j",
    (line1) => expect(addressKey({ line1, ...place })).toBeNull(),
  );

  it("is none where nothing says in what place", () => {
    expect(addressKey({ line1: "150 N Some St", city: null, state: "NV", zip: "00000" })).toBeNull();
  });

  const spellings = [
    ["N", "N.", "North", "NO."],
    ["Some", "SOME", "some"],
    ["St", "ST.", "Street", "STR", "Stret"],
  ] as const;
  const written = fc
    .tuple(...spellings.map((words) => fc.constantFrom(...words)), fc.constantFrom(" ", "  ", ", ", "\t"))
    .map(([direction, name, ending, blank]) => ["150", direction, name, ending].join(blank));

  it("does not change with case, blanks, punctuation, abbreviation or ZIP+4", () => {
    fc.assert(
      fc.property(
        written,
        fc.constantFrom("", " Ste 200", ", Unit 4", " #4"),
        fc.constantFrom("89027", "89027-1234", "890271234", " 89027 "),
        (line, unit, zip) => {
          expect(addressKey({ line1: line + unit, city: "MESQUITE", state: "nevada", zip })).toBe(
            "150 n some st|89027",
          );
        },
      ),
    );
  });

  it("does not change with how an ordinal is spelt", () => {
    for (const line1 of ["9 FIRST ST", "9 1ST ST", "9 1st Street", "9 First St."])
      expect(addressKey({ line1, ...place })).toBe("9 1st st|89027");
  });
});

describe("the key of any address", () => {
  const street = fc
    .tuple(
      fc.integer({ min: 1, max: 99_999 }),
      fc.constantFrom("", "N", "South", "N.W."),
      fc.constantFrom(
        "Oak",
        "First",
        "Twenty-Second",
        "Saint Rose",
        "Lake View",
        "US Highway 95",
        "County Road 12",
        "Avenue K",
      ),
      fc.constantFrom("", "Street", "AVE.", "boulvd", "Ter"),
      fc.constantFrom("", "N", "East"),
    )
    .map((words) => words.filter((word) => word !== "").join(" "));

  it("taken for the street is the same again", () => {
    fc.assert(
      fc.property(street, (line1) => {
        const key = addressKey({ line1, zip: "89027" }) ?? "";
        expect(key).toMatch(/^\d+ .+\|89027$/);
        expect(addressKey({ line1: key.slice(0, -6), zip: "89027" })).toBe(key);
      }),
    );
  });
});

describe("one address in two lists", () => {
  /** As a register writes it in one text, and as a directory writes its street. */
  const streets = fc.constantFrom(
    ["150 N. SOME ST", "150 North Some Street"],
    ["2001 E LAKE MEAD BLVD", "2001 East Lake Mead Boulevard"],
    ["77 ST ROSE PKWY", "77 Saint Rose Parkway"],
    ["9 FIRST AV", "9 1st Avenue"],
    ["12 PARK PLACE DR", "12 Park Place Drive"],
    ["12345 US HWY 95 N", "12345 U.S. Highway 95 North"],
    ["100 SR 160", "100 State Route 160"],
    ["31 PEBBLE CREEK CIR", "31 Pebble Creek Circle"],
    ["PO BOX 12", "P.O. Box 12"],
  );
  const units = fc.constantFrom(["", null], ["STE 200", "Suite 200"], ["#4", "Apt 4"], ["BLDG 3 UNIT B", null]);
  const cities = fc.constantFrom(
    "MESQUITE",
    "RENO",
    "HENDERSON",
    "LAS VEGAS",
    "BOULDER CITY",
    "SAN JUAN CAPISTRANO",
    "NORTH LAS VEGAS",
  );
  const zips = fc.constantFrom(["89027", "89027-1234"], ["", null]);

  it("has one key, in one line or in columns, with its unit or without", () => {
    fc.assert(
      fc.property(streets, units, cities, zips, ([register, directory], [unit, line2], city, [code, zip]) => {
        const written = `${register} ${unit} ${city}, NV ${code}`;
        const key = addressKey({ line1: directory, line2, city, state: "Nevada", zip });
        expect(key).not.toBeNull();
        expect(addressKey(parseOneLineAddress(written) ?? { line1: null })).toBe(key);
      }),
    );
  });
});

describe("any line", () => {
  const pieces =
    "100 5th first twenty n north st street ave #4 # ste suite apt unit 200 b po p o box us hwy route 95 county rd rr no. one co main oak".split(
      " ",
    );
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...pieces)).map((words) => words.join(" ")),
  );

  it("is settled after one reading", () => {
    fc.assert(
      fc.property(line, (text) => {
        expect(streetKey(streetKey(text))).toBe(streetKey(text));
        expect(cityKey(cityKey(text))).toBe(cityKey(text));
      }),
    );
    fc.assert(
      fc.property(line, (text) => {
        const { street } = splitUnit(text);
        if (street !== null && addressKey({ line1: street, zip: "89027" }) !== null)
          expect(addressKey({ line1: text, zip: "89027" })).toBe(addressKey({ line1: street, zip: "89027" }));
      }),
    );
  });

  it("loses none of its words between street and unit", () => {
    const letters = (text: string | null) => [...(text ?? "").replace(/[\s,;]+/g, "")].sort().join("");
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1 }), (words) => {
        const { street, unit } = splitUnit(words.join(" "));
        expect(letters(`${street ?? ""}${unit ?? ""}`)).toBe(letters(words.join("")));
      }),
    );
  });
});
