import { defineCommand, lineOf, take } from "../src/command/index.js";
import { reopenRemark } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { remarkCalled } from "./teacher-remarks.js";

export const teacherRemarksReopen = defineCommand({
  name: "teacher-remarks reopen",
  family: "people",
  summary: "Opens a teacher's remark again that was closed; what was answered is taken back.",
  examples: ["teacher-remarks reopen 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    id: take.text({ label: "Remark", positional: "one", required: true, placeholder: "12" }),
  },
  async run({ id }, context) {
    const remark = await remarkCalled(context, id);
    await context.pool.transaction(async (tx) => {
      if (!(await reopenRemark(tx, remark.id)))
        throw new PolarisError("argument_invalid", `Remark ${remark.id} is open. “teacher-remarks close” closes it.`);
      await context.auditInside(tx, { remark: remark.id });
    });
    return reply({
      title: `Remark ${remark.id}`,
      text: `Remark ${remark.id} is open again.`,
      sensitivity: "open",
      actions: [
        {
          label: "Answer",
          line: lineOf("teacher-remarks close", { id: remark.id }),
          does: "form",
          sensitivity: "open",
        },
      ],
    });
  },
});
