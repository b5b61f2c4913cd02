import type { Criterion } from "./criterion.js";
import type { Found, FoundVolunteer } from "./model.js";
import type { Registered } from "./registered.js";

const SKILL = /^skill: (.*?)(?: \([^()]*\))?$/;

/** A volunteer as a list shows them. What fits of the criteria is worked out when it is asked for: of thousands found, few are looked at. */
export class Listed implements FoundVolunteer {
  readonly #volunteer: Registered;
  readonly #criteria: readonly Criterion[];
  #matches: readonly string[] | null = null;

  constructor(volunteer: Registered, criteria: readonly Criterion[]) {
    this.#volunteer = volunteer;
    this.#criteria = criteria;
  }

  get matches(): readonly string[] {
    const volunteer = this.#volunteer;
    this.#matches ??= [...new Set(this.#criteria.flatMap((each) => (each.fits(volunteer) ? each.why(volunteer) : [])))];
    return this.#matches;
  }

  get matchedSkills(): readonly string[] {
    return this.matches.flatMap((why) => SKILL.exec(why)?.[1] ?? []);
  }

  get id(): Found["id"] {
    return this.#volunteer.id;
  }
  get source(): Found["source"] {
    return this.#volunteer.source;
  }
  get sourceId(): Found["sourceId"] {
    return this.#volunteer.sourceId;
  }
  get name(): Found["name"] {
    return this.#volunteer.name;
  }
  get title(): Found["title"] {
    return this.#volunteer.title;
  }
  get organizations(): Found["organizations"] {
    return this.#volunteer.organizations;
  }
  get localStatus(): Found["localStatus"] {
    return this.#volunteer.localStatus;
  }
  get localBasis(): Found["localBasis"] {
    return this.#volunteer.localBasis;
  }
  get times(): Found["times"] {
    return this.#volunteer.times;
  }
  get lastOn(): Found["lastOn"] {
    return this.#volunteer.lastOn;
  }
  get lastEmailOn(): Found["lastEmailOn"] {
    return this.#volunteer.lastEmailOn;
  }
  get email(): Found["email"] {
    return this.#volunteer.email;
  }
  get hidden(): Found["hidden"] {
    return this.#volunteer.hidden;
  }
}
