-- AlterTable
ALTER TABLE "Registration" ADD COLUMN     "codeId" TEXT,
ADD COLUMN     "correctedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "ColleagueSearch" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "departmentCode" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "byOpenId" TEXT NOT NULL,
    "trouble" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ColleagueSearch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ColleagueSearch_roundId_departmentCode_idx" ON "ColleagueSearch"("roundId", "departmentCode");

-- CreateIndex
CREATE INDEX "ColleagueSearch_createdAt_idx" ON "ColleagueSearch"("createdAt");

-- AddForeignKey
ALTER TABLE "ColleagueSearch" ADD CONSTRAINT "ColleagueSearch_roundId_departmentCode_fkey" FOREIGN KEY ("roundId", "departmentCode") REFERENCES "Department"("roundId", "code") ON DELETE RESTRICT ON UPDATE CASCADE;
