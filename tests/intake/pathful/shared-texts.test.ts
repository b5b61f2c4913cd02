import fc from "fast-check";
import { expect, it } from "vitest";
import { SharedTexts } from "../../../src/intake/pathful/shared-texts.js";
import { signUpSchema } from "../../../src/sources/pathful/sign-up.js";

const text = fc.option(fc.string());

it("a sign-up whose texts are shared says what it said", () => {
  const signUp = fc
    .record({ title: fc.string(), sessionId: text, day: text, name: text, school: text, place: text, series: text })
    .map((said) => signUpSchema.parse({ ...said, role: "teacher", minutes: 45, attendedStudents: 0 }));
  fc.assert(
    fc.property(fc.array(signUp), (signUps) => {
      const texts = new SharedTexts();
      expect(signUps.map((each) => texts.of(each))).toEqual(signUps);
    }),
  );
});
