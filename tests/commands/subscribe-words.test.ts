import { describe, expect, it } from "vitest";
import { rewordEdit, rewordSubscription } from "../../commands/subscription-words.js";
import { tokensOfLine, tokensOfWords, writeTokens } from "../../src/command/index.js";

const reworded = (line: string) => writeTokens(rewordSubscription(tokensOfLine(line)));

describe("the words of subscribe", () => {
  it.each([
    [
      "metric M20 ytd weekly mon 8:00 #managers",
      'line:"metric M20 ytd" when:weekly day:mon time:"8:00" channel:#managers',
    ],
    [
      '"report virtual kck ytd" weekly mon 8:00 me',
      'line:"report virtual kck ytd" when:weekly day:mon time:"8:00" to:me',
    ],
    [
      "metric M20 by:district monthly 1 8:00 here",
      'line:"metric M20 by:district" when:monthly day:1 time:"8:00" to:here',
    ],
    ["quality daily 7:30 in this thread", 'line:quality when:daily time:"7:30" to:thread'],
    [
      "quality every weekday at 8 to <#C0MANAGERS|managers>",
      "line:quality when:weekdays time:8 channel:<#C0MANAGERS|managers>",
    ],
    [
      'report org "Hill\'s Pet" -type:tour,fair year end 8:00',
      'line:"report org \\"Hill\'s Pet\\" -type:tour,fair" when:year-end time:"8:00"',
    ],
    ["metric M20 last month weekly", 'line:"metric M20 last month" when:weekly'],
    ["metric M20", 'line:"metric M20"'],
    ['"metric M20"', 'line:"metric M20"'],
    ["", ""],
    ['"metric M20" when:daily to:me', '"metric M20" when:daily to:me'],
    ["line:quality when:daily", "line:quality when:daily"],
    ["volunteers times:2+ name:x daily", 'line:"volunteers times:2+ name:x" when:daily'],
  ])("%s → %s", (said, keys) => {
    expect(reworded(said)).toBe(keys);
  });

  it("are the same when a shell has cut them", () => {
    const words = ["report", "org", "Hill's Pet", "weekly", "mon", "8:00", "me"];
    expect(writeTokens(rewordSubscription(tokensOfWords(words)))).toBe(
      'line:"report org \\"Hill\'s Pet\\"" when:weekly day:mon time:"8:00" to:me',
    );
  });

  it("say what is to be another way, after which digest it is", () => {
    expect(writeTokens(rewordEdit(tokensOfLine("12 weekly tue 9:00 #general")))).toBe(
      '12 when:weekly day:tue time:"9:00" channel:#general',
    );
    expect(writeTokens(rewordEdit(tokensOfLine('12 line:"metric M20"')))).toBe('12 line:"metric M20"');
    expect(writeTokens(rewordEdit(tokensOfLine("12 me")))).toBe("12 to:me");
  });
});
