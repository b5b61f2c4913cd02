-- AlterTable
ALTER TABLE "school" ADD COLUMN "other_name" TEXT;
ALTER TABLE "school" ADD COLUMN "other_name_key" TEXT;

-- AlterTable
ALTER TABLE "communication" ADD COLUMN "cc_addresses" TEXT;
ALTER TABLE "communication" ADD COLUMN "who_source_id" TEXT;
ALTER TABLE "communication" ADD COLUMN "case_source_id" TEXT;

-- CreateTable
CREATE TABLE "communication_address" (
    "communication_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "address" TEXT NOT NULL,

    PRIMARY KEY ("communication_id", "role", "address"),
    CONSTRAINT "communication_address_communication_id_fkey" FOREIGN KEY ("communication_id") REFERENCES "communication" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "school_other_name_key_idx" ON "school"("other_name_key");

-- CreateIndex
CREATE INDEX "communication_related_source_id_idx" ON "communication"("related_source_id");

-- CreateIndex
CREATE INDEX "communication_case_source_id_idx" ON "communication"("case_source_id");

-- CreateIndex
CREATE INDEX "communication_address_address_idx" ON "communication_address"("address");
