-- AlterTable
ALTER TABLE "sheet_connection" ADD COLUMN "fill_down" TEXT NOT NULL DEFAULT '[]';
