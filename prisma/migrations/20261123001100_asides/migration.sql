-- CreateTable
CREATE TABLE "Aside" (
    "id" TEXT NOT NULL,
    "filingId" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Aside_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Aside_createdAt_idx" ON "Aside"("createdAt");
