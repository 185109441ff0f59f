-- AlterTable
ALTER TABLE "Department" ADD COLUMN     "ranking" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "taken" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "admission" JSONB,
ADD COLUMN     "complete" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "office" JSONB,
ADD COLUMN     "placed" BOOLEAN NOT NULL DEFAULT false;
