-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "merged_from" TEXT;

-- AlterTable
ALTER TABLE "manual_input" ADD COLUMN     "merged_from" TEXT;


