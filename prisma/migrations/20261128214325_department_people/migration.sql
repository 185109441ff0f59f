-- AlterTable
ALTER TABLE "DepartmentCode" ADD COLUMN     "name" TEXT;

-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "assignee" JSONB,
ADD COLUMN     "opinions" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "Colleague" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "departmentCode" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "addedAt" TIMESTAMP(3) NOT NULL,
    "addedBy" TEXT NOT NULL,
    "endedAt" TIMESTAMP(3),
    "activeKey" TEXT,

    CONSTRAINT "Colleague_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Colleague_activeKey_key" ON "Colleague"("activeKey");

-- CreateIndex
CREATE INDEX "Colleague_roundId_departmentCode_idx" ON "Colleague"("roundId", "departmentCode");

-- AddForeignKey
ALTER TABLE "Colleague" ADD CONSTRAINT "Colleague_roundId_departmentCode_fkey" FOREIGN KEY ("roundId", "departmentCode") REFERENCES "Department"("roundId", "code") ON DELETE RESTRICT ON UPDATE CASCADE;
