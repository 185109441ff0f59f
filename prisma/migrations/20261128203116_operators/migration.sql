-- CreateTable
CREATE TABLE "Chain" (
    "subject" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "head" TEXT NOT NULL,
    "prev" TEXT NOT NULL,

    CONSTRAINT "Chain_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "Operator" (
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "addedBy" TEXT NOT NULL,
    "addedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Operator_pkey" PRIMARY KEY ("tenantKey","openId")
);

-- CreateTable
CREATE TABLE "OperatorSearch" (
    "id" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "byOpenId" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "trouble" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OperatorSearch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "OperatorSearch_createdAt_idx" ON "OperatorSearch"("createdAt");
