-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "confirmed" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "formRevision" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "formRevision" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Version" ADD COLUMN     "formRevision" INTEGER NOT NULL DEFAULT 1;
