import { defineCommand, lineOf, take } from "../src/command/index.js";
import { type Answered, answerTicket, reopenTicket } from "../src/intake/index.js";
import { counted, reply } from "../src/reply/index.js";
import { reopening, ticketNumber } from "./tickets.js";

export const ticket = defineCommand({
  name: "ticket",
  family: "data",
  summary: "Answers an open question: the rows that waited for it go in.",
  examples: [
    "ticket 12 answer:0035f00000JU4opAAD",
    "ticket 12 answer:new",
    'ticket 14 answer:"2026-03-01 10:00"',
    "ticket 12 answer:reopen",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Answer",
  args: {
    id: take.text({ label: "Question", positional: "one", required: true, placeholder: "12" }),
    answer: take.text({
      label: "Answer",
      help: "The id of who or what it is (of a school or company its whole name will do), new, ignore, or for a session its day with the time. reopen takes an answer back.",
      required: true,
      placeholder: "2026-03-01 10:00",
    }),
  },
  async run({ id, answer }, context) {
    const { pool, organization, request } = context;
    const given = {
      pool,
      organization,
      clock: { now: () => request.now },
      id: ticketNumber(id),
      by: request.actor.id,
      audit: (tx: Parameters<typeof context.auditInside>[0], { id: number, kind }: Answered["ticket"], value: string) =>
        context.auditInside(tx, { ticket: number, kind, answer: value }),
    };
    const isReopened = answer.trim().toLowerCase() === "reopen";
    const answered = isReopened ? await reopenTicket(given) : await answerTicket(given, answer);
    const number = answered.ticket.id;
    return reply({
      title: `Question ${number}`,
      text: isReopened ? `Question ${number} is open again; its rows wait for an answer.` : saidOf(answered),
      sensitivity: "open",
      actions: [
        isReopened
          ? { label: "Answer it", line: lineOf("tickets", { id: number }), does: "run", sensitivity: "open" }
          : reopening(number),
        { label: "Next question", line: "tickets", does: "run", style: "primary", sensitivity: "open" },
      ],
    });
  },
});

function saidOf({ ticket: { id, kind, waiting }, value, stored }: Answered): string {
  const rows = stored === 0 ? "" : ` ${counted(stored, "row")} went in.`;
  const left =
    stored < waiting && value !== "ignore" ? " The others go in with the next import, or wait for another answer." : "";
  if (value === "ignore") return `Question ${id} is left alone; its rows stay out.`;
  const said: Readonly<Record<typeof kind, string>> = {
    teacher: "The teacher is known now.",
    volunteer: "The volunteer is known now.",
    organization: "The name is remembered for this organisation.",
    school: "The name is remembered for this school.",
    session_date: `The session is on ${value}.`,
    session_twin: value === "new" ? "They stay two sessions." : "The session is counted once.",
  };
  return `${said[kind]}${rows}${left}`;
}
