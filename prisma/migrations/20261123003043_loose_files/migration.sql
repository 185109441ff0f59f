-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "loose" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "pages" JSONB NOT NULL DEFAULT '[]';
