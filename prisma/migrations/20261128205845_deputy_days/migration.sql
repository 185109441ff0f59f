-- AlterTable
ALTER TABLE "Deputy" ADD COLUMN     "overAt" TIMESTAMP(3);
