-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "former" JSONB NOT NULL DEFAULT '{}';
