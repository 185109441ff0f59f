-- CreateTable
CREATE TABLE "TextBatch" (
    "id" TEXT NOT NULL,
    "openKey" TEXT,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "filingId" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "parts" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "trouble" TEXT,
    "rev" INTEGER NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TextBatch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "TextBatch_openKey_key" ON "TextBatch"("openKey");

-- CreateIndex
CREATE INDEX "TextBatch_parts_idx" ON "TextBatch" USING GIN ("parts" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "TextBatch_changedAt_idx" ON "TextBatch"("changedAt");
