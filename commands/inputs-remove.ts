import { defineCommand, lineOf, take } from "../src/command/index.js";
import { schoolYearLabel } from "../src/domain/index.js";
import { type Action, reply, showInteger } from "../src/reply/index.js";
import { districtsBy, inputLabel, manualInputs, takeBackManualInput } from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";

export const inputsRemove = defineCommand({
  name: "inputs remove",
  family: "reports",
  summary: "Takes back a number that was kept by hand, so that the one before it stands again.",
  examples: ["inputs remove 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    entry: take.text({
      label: "Entry",
      help: "Its number, as inputs shows it.",
      positional: "one",
      required: true,
    }),
  },
  async run({ entry }, context) {
    const { pool, organization, request } = context;
    const id = /^\d{1,9}$/.test(entry) ? Number(entry) : null;
    if (id === null)
      throw new PolarisError("argument_invalid", `Expected the number of an entry, as in 12, but got “${entry}”.`);
    const { taken, standing } = await pool.transaction(async (tx) => {
      const gone = await takeBackManualInput(tx, { id, by: request.actor.id, now: request.now });
      if (gone === null)
        throw new PolarisError(
          "not_found",
          `There is no entry ${id}, or it was taken back before. “inputs” with a district and a year shows the entries.`,
        );
      const { districtSourceId, schoolYear, kind, host, value } = gone;
      await context.auditInside(tx, {
        district: districtSourceId,
        school_year: schoolYear,
        kind,
        host,
        value,
        entry: id,
      });
      const [district] = await districtsBy(tx, [gone.districtId]);
      const left = district ? await manualInputs(tx, organization, { district, schoolYears: [schoolYear] }) : [];
      return { taken: gone, standing: left.find((each) => each.kind === kind && each.host === host) ?? null };
    });
    const of = [
      taken.district ?? "a district that is gone",
      schoolYearLabel(taken.schoolYear),
      ...(taken.host === null ? [] : [taken.host]),
    ];
    const now = standing === null ? "nothing is entered now" : `${showInteger(standing.value)} stands again`;
    return reply({
      title: "Number taken back",
      text: `${inputLabel(organization, taken.kind)}: ${showInteger(taken.value)} was taken back, ${now} (${of.join(", ")}).`,
      sensitivity: "open",
      actions: taken.district === null ? [] : [again(taken.district, taken)],
    });
  },
});

function again(
  district: string,
  taken: { readonly schoolYear: number; readonly host: string | null; readonly kind: string; readonly value: number },
): Action {
  const line = lineOf("inputs", {
    district,
    year: schoolYearLabel(taken.schoolYear),
    kind: taken.kind,
    value: taken.value,
    host: taken.host,
  });
  return { label: "Enter it again", line, does: "run", sensitivity: "open" };
}
