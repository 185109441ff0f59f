-- DropTable
DROP TABLE "RateLimiterFlexible";

-- CreateTable
CREATE TABLE "RateSlot" (
    "key" TEXT NOT NULL,
    "freeAtMs" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "RateSlot_pkey" PRIMARY KEY ("key")
);
