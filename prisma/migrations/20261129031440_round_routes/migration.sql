-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "routes" JSONB;
