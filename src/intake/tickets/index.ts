export { type Answer, type Answered, answerTicket, ignoreTicket, reopenTicket } from "./answer.js";
export {
  BY_ITSELF,
  openQuestions,
  openTicket,
  openTickets,
  type Question,
  type Suggestion,
  settleByItself,
  TICKET_KINDS,
  type Ticket,
  type TicketKind,
  ticketWithId,
} from "./model.js";
