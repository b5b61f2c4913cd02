import { localDay } from "../src/domain/index.js";
import { compareSignUps, probeSignUps } from "../src/events/index.js";
import { SignUpService } from "../src/sources/index.js";
import type { PolarisJob } from "./services.js";

export const signUps: PolarisJob = {
  name: "sign-ups",
  describe: "Reads the public list of the sign-up service (VolunTeach), to be compared with our events.",
  toldBy: ["sign_ups"],
  async run({ pool, organization, clock }) {
    const { signUps, timeZone } = organization;
    if (signUps.url === undefined)
      return { text: "No sign-up service is configured (signUps.url), so no list was read" };
    const service = new SignUpService({ url: signUps.url, timeZone, clock });
    const { listed, unreadable, appeared, gone } = await probeSignUps({ pool, clock, service });
    const { differences } = await compareSignUps(pool, { today: localDay(clock.now(), timeZone), zone: timeZone });
    const odd = unreadable === 0 ? "" : `, ${unreadable} rows unreadable`;
    const changes = appeared + gone === 0 ? "no changes" : `${appeared} new, ${gone} gone`;
    return { text: `${listed} events listed (${changes}${odd}), ${differences.length} differences from ours` };
  },
};
