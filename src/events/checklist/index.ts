export { taskAction, taskGivenCard, taskReminderCard, ticking, tickingAmong } from "./cards.js";
export { changeOfTask, sayOfTask, type TaskWish, type ToldOfTask } from "./change.js";
export { type EventTask, type InCharge, type Said, TASK_STATES, type TaskState } from "./model.js";
export { checklistOf, openTasks, tasksOf } from "./read.js";
export { taskReminders } from "./reminders.js";
export { taskTable } from "./table.js";
export { isOverdue, taskShown, taskWords } from "./words.js";
