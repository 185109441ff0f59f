-- CreateTable
CREATE TABLE "Broadcast" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "startAt" TIMESTAMP(3),

    CONSTRAINT "Broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BroadcastTo" (
    "broadcastId" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "message" TEXT,

    CONSTRAINT "BroadcastTo_pkey" PRIMARY KEY ("broadcastId","tenantKey","openId")
);

-- CreateTable
CREATE TABLE "OptOut" (
    "roundId" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OptOut_pkey" PRIMARY KEY ("roundId","tenantKey","openId")
);

-- CreateIndex
CREATE INDEX "Broadcast_roundId_createdAt_idx" ON "Broadcast"("roundId", "createdAt");

-- CreateIndex
CREATE INDEX "Broadcast_state_startAt_idx" ON "Broadcast"("state", "startAt");

-- AddForeignKey
ALTER TABLE "BroadcastTo" ADD CONSTRAINT "BroadcastTo_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
