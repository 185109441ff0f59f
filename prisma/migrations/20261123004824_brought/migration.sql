-- CreateTable
CREATE TABLE "Brought" (
    "id" TEXT NOT NULL,
    "filingId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "proposals" JSONB NOT NULL,
    "unread" JSONB NOT NULL,
    "taken" JSONB NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Brought_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Brought_filingId_key" ON "Brought"("filingId");

-- CreateIndex
CREATE INDEX "Brought_changedAt_idx" ON "Brought"("changedAt");

-- AddForeignKey
ALTER TABLE "Brought" ADD CONSTRAINT "Brought_filingId_fkey" FOREIGN KEY ("filingId") REFERENCES "Filing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
