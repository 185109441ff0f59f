-- AlterTable
ALTER TABLE "Department" ADD COLUMN     "annex2RecordedAt" TIMESTAMP(3),
ADD COLUMN     "annex2RecordedBy" TEXT,
ADD COLUMN     "annex2SentOn" TEXT;

-- CreateTable
CREATE TABLE "Deputy" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "departmentCode" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "officePhone" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "fromOn" TEXT NOT NULL,
    "toOn" TEXT NOT NULL,
    "tenantKey" TEXT,
    "openId" TEXT,
    "trouble" TEXT,
    "namedAt" TIMESTAMP(3) NOT NULL,
    "namedBy" TEXT NOT NULL,
    "begunAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Deputy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DepartmentCode" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "departmentCode" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "fromOn" TEXT,
    "toOn" TEXT,
    "tenantKey" TEXT NOT NULL,
    "invitedBy" TEXT NOT NULL,
    "guests" TEXT[],
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endsAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DepartmentCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Registration" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "departmentCode" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "fromOn" TEXT,
    "toOn" TEXT,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "officePhone" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "invitedBy" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "why" TEXT,
    "registeredAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "Registration_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Deputy_roundId_departmentCode_idx" ON "Deputy"("roundId", "departmentCode");

-- CreateIndex
CREATE INDEX "Deputy_endedAt_toOn_idx" ON "Deputy"("endedAt", "toOn");

-- CreateIndex
CREATE UNIQUE INDEX "DepartmentCode_code_key" ON "DepartmentCode"("code");

-- CreateIndex
CREATE INDEX "DepartmentCode_roundId_departmentCode_state_idx" ON "DepartmentCode"("roundId", "departmentCode", "state");

-- CreateIndex
CREATE INDEX "Registration_roundId_departmentCode_state_idx" ON "Registration"("roundId", "departmentCode", "state");

-- AddForeignKey
ALTER TABLE "Deputy" ADD CONSTRAINT "Deputy_roundId_departmentCode_fkey" FOREIGN KEY ("roundId", "departmentCode") REFERENCES "Department"("roundId", "code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DepartmentCode" ADD CONSTRAINT "DepartmentCode_roundId_departmentCode_fkey" FOREIGN KEY ("roundId", "departmentCode") REFERENCES "Department"("roundId", "code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Registration" ADD CONSTRAINT "Registration_roundId_departmentCode_fkey" FOREIGN KEY ("roundId", "departmentCode") REFERENCES "Department"("roundId", "code") ON DELETE RESTRICT ON UPDATE CASCADE;
