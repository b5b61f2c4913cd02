import { defineCommand, take } from "../src/command/index.js";
import { removeTeacherLinks } from "../src/people/index.js";
import { counted, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

export const teacherLinkRemove = defineCommand({
  name: "teacher-link remove",
  family: "people",
  summary: "Ends a teacher's link before its time: by its number, or all links of an address.",
  examples: ["teacher-link remove 12", "teacher-link remove alice.example@kckps.example.org"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Remove",
  args: {
    link: take.text({
      label: "Link",
      help: "The number that the link was made with, or the teacher's address.",
      positional: "one",
      required: true,
      placeholder: "12",
    }),
  },
  async run({ link }, context) {
    const { pool, request } = context;
    const which = link.includes("@") ? { email: link } : { id: linkNumber(link) };
    const ended = await pool.transaction(async (tx) => {
      const removed = await removeTeacherLinks(tx, which, { by: request.actor.id, now: request.now });
      await context.auditInside(tx, { removed, ...("id" in which ? { link: which.id } : {}) });
      return removed;
    });
    if (ended === 0)
      throw new PolarisError(
        "not_found",
        "No link of that number or address opens a page now: it was removed, has expired, or never was.",
      );
    return reply({
      title: "Link removed",
      text: `${counted(ended, "link")} removed: ${ended === 1 ? "it opens" : "they open"} nothing any more. “teacher-link” makes another.`,
      sensitivity: "open",
      actions: [{ label: "Make another link", line: "teacher-link", does: "form", sensitivity: "open" }],
    });
  },
});

function linkNumber(text: string): number {
  const number = Number(text.replace("#", ""));
  if (Number.isInteger(number) && number > 0) return number;
  throw new PolarisError(
    "argument_invalid",
    `“${text}” is no link. Expected the number that it was made with, or the teacher's address.`,
  );
}
