-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "claim" JSONB,
ADD COLUMN     "edits" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "lostAt" TIMESTAMP(3),
ADD COLUMN     "sections" JSONB,
ADD COLUMN     "verdict" JSONB;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "missedAt" TIMESTAMP(3)[];

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL,
    "filingId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "sections" JSONB,
    "code" TEXT,
    "usesLeft" INTEGER NOT NULL,
    "mobile" TEXT,
    "email" TEXT,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT,
    "invitedBy" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "trouble" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_code_key" ON "Invitation"("code");

-- CreateIndex
CREATE INDEX "Invitation_filingId_state_idx" ON "Invitation"("filingId", "state");

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_filingId_fkey" FOREIGN KEY ("filingId") REFERENCES "Filing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
