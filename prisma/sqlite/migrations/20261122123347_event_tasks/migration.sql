-- CreateTable
CREATE TABLE "event_task_change" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "owner" TEXT,
    "owner_name" TEXT,
    "due_on" TEXT,
    "by" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "event_task_reminder" (
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "due_on" TEXT NOT NULL,
    "at" TEXT NOT NULL,

    PRIMARY KEY ("source", "source_id", "item", "owner", "due_on")
);

-- CreateIndex
CREATE INDEX "event_task_change_source_source_id_item_idx" ON "event_task_change"("source", "source_id", "item");


