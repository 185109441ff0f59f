-- CreateTable
CREATE TABLE "OfficeBatch" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "deed" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "items" JSONB NOT NULL,
    "results" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OfficeBatch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "OfficeBatch_createdAt_idx" ON "OfficeBatch"("createdAt");
