-- AlterTable
ALTER TABLE "Outbox" ADD COLUMN     "unsureAt" TIMESTAMP(3),
ADD COLUMN     "urgency" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "RateSlot" ADD COLUMN     "heldUntilMs" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ApiUse" (
    "month" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "warned" INTEGER NOT NULL DEFAULT 0,
    "spentAt" TIMESTAMP(3),

    CONSTRAINT "ApiUse_pkey" PRIMARY KEY ("month")
);
