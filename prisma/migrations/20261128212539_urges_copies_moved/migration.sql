-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "copies" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "moved" JSONB,
ADD COLUMN     "urges" JSONB NOT NULL DEFAULT '[]';
