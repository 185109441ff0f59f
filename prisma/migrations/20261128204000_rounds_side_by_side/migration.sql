-- AlterTable
ALTER TABLE "Department" ADD COLUMN     "dueOn" TEXT,
ADD COLUMN     "extendedTo" TEXT,
ADD COLUMN     "extendedWhy" TEXT;

-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "extendedTo" TEXT,
ADD COLUMN     "extendedWhy" TEXT;

-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "closingAt" TIMESTAMP(3);

-- The round that was the only open one stands beside others from now on.
UPDATE "Round" SET "openKey" = "call" || ':' || "year" WHERE "openKey" = 'open';
