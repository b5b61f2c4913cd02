import { defineCommand, take } from "../src/command/index.js";
import { answerRemark } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { remarkCalled, reopening } from "./teacher-remarks.js";

export const teacherRemarksClose = defineCommand({
  name: "teacher-remarks close",
  family: "people",
  summary: "Closes a teacher's remark; what came of it stands on their page.",
  examples: ["teacher-remarks close 12 The session counts now.", "teacher-remarks close 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Close",
  args: {
    id: take.text({ label: "Remark", positional: "one", required: true, placeholder: "12" }),
    answer: take.text({
      label: "What came of it",
      help: "A sentence that the teacher reads on their page.",
      positional: "rest",
      main: true,
    }),
  },
  async run({ id, answer }, context) {
    const { pool, request } = context;
    const remark = await remarkCalled(context, id);
    await pool.transaction(async (tx) => {
      const was = await answerRemark(tx, remark.id, { answer, by: request.actor.id, now: request.now });
      if (!was)
        throw new PolarisError(
          "argument_invalid",
          `Remark ${remark.id} is closed already. “teacher-remarks ${remark.id}” shows what came of it.`,
        );
      await context.auditInside(tx, { remark: remark.id, isAnswered: answer !== null });
    });
    return reply({
      title: `Remark ${remark.id}`,
      text:
        answer === null
          ? `Remark ${remark.id} is closed.`
          : `Remark ${remark.id} is answered: the teacher reads it on their page.`,
      sensitivity: "open",
      actions: [
        reopening(remark.id),
        { label: "Open remarks", line: "teacher-remarks", does: "run", style: "primary", sensitivity: "open" },
      ],
    });
  },
});
