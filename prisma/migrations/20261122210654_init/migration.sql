-- CreateTable
CREATE TABLE "Round" (
    "id" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "call" TEXT NOT NULL,
    "annex2DueOn" TEXT NOT NULL,
    "materialsDueOn" TEXT NOT NULL,
    "holidays" JSONB NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "closedAt" TIMESTAMP(3),
    "openKey" TEXT,
    "rev" INTEGER NOT NULL DEFAULT 0,
    "journalHead" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Department" (
    "roundId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealName" TEXT NOT NULL,
    "softQuota" INTEGER NOT NULL,
    "order" INTEGER NOT NULL,

    CONSTRAINT "Department_pkey" PRIMARY KEY ("roundId","code")
);

-- CreateTable
CREATE TABLE "Contact" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "departmentCode" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "officePhone" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "tenantKey" TEXT,
    "openId" TEXT,
    "trouble" TEXT,
    "appointedAt" TIMESTAMP(3) NOT NULL,
    "appointedBy" TEXT NOT NULL,
    "endedAt" TIMESTAMP(3),
    "activeKey" TEXT,

    CONSTRAINT "Contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "unionId" TEXT,
    "name" TEXT,
    "focus" JSONB,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("tenantKey","openId")
);

-- CreateTable
CREATE TABLE "Filing" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "creditCode" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "rev" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "handedIn" INTEGER NOT NULL,
    "answers" JSONB NOT NULL,
    "revs" JSONB NOT NULL,
    "conflicts" JSONB NOT NULL,
    "departmentCode" TEXT,
    "scans" JSONB NOT NULL,
    "review" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "touchedAt" TIMESTAMP(3) NOT NULL,
    "frozenAt" TIMESTAMP(3),
    "submittedAt" TIMESTAMP(3),
    "journalHead" TEXT NOT NULL,

    CONSTRAINT "Filing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "filingId" TEXT NOT NULL,
    "tenantKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "joinedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("filingId","tenantKey","openId")
);

-- CreateTable
CREATE TABLE "Version" (
    "filingId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "answers" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "departmentCode" TEXT NOT NULL,
    "departmentName" TEXT NOT NULL,
    "scans" JSONB NOT NULL,
    "frozenAt" TIMESTAMP(3) NOT NULL,
    "frozenBy" TEXT NOT NULL,

    CONSTRAINT "Version_pkey" PRIMARY KEY ("filingId","version")
);

-- CreateTable
CREATE TABLE "Journal" (
    "subject" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "who" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT,
    "why" TEXT,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "Journal_pkey" PRIMARY KEY ("subject","seq")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "tenantKey" TEXT,
    "openId" TEXT,
    "role" TEXT,
    "filingId" TEXT,
    "kind" TEXT NOT NULL,
    "notice" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "msgType" TEXT,
    "content" TEXT,
    "messageId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "firstTriedAt" TIMESTAMP(3),
    "sentAt" TIMESTAMP(3),

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Taken" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Taken_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "RateLimiterFlexible" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMP(3),

    CONSTRAINT "RateLimiterFlexible_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Round_openKey_key" ON "Round"("openKey");

-- CreateIndex
CREATE UNIQUE INDEX "Contact_activeKey_key" ON "Contact"("activeKey");

-- CreateIndex
CREATE INDEX "Contact_roundId_departmentCode_idx" ON "Contact"("roundId", "departmentCode");

-- CreateIndex
CREATE INDEX "Contact_tenantKey_openId_idx" ON "Contact"("tenantKey", "openId");

-- CreateIndex
CREATE INDEX "Filing_roundId_departmentCode_status_idx" ON "Filing"("roundId", "departmentCode", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Filing_roundId_creditCode_key" ON "Filing"("roundId", "creditCode");

-- CreateIndex
CREATE INDEX "Member_tenantKey_openId_idx" ON "Member"("tenantKey", "openId");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_seq_key" ON "Outbox"("seq");

-- CreateIndex
CREATE INDEX "Outbox_state_tenantKey_openId_seq_idx" ON "Outbox"("state", "tenantKey", "openId", "seq");

-- CreateIndex
CREATE INDEX "Outbox_state_role_seq_idx" ON "Outbox"("state", "role", "seq");

-- CreateIndex
CREATE INDEX "Outbox_filingId_state_idx" ON "Outbox"("filingId", "state");

-- CreateIndex
CREATE INDEX "Outbox_messageId_idx" ON "Outbox"("messageId");

-- CreateIndex
CREATE INDEX "Taken_at_idx" ON "Taken"("at");

-- AddForeignKey
ALTER TABLE "Department" ADD CONSTRAINT "Department_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_roundId_departmentCode_fkey" FOREIGN KEY ("roundId", "departmentCode") REFERENCES "Department"("roundId", "code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Filing" ADD CONSTRAINT "Filing_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_filingId_fkey" FOREIGN KEY ("filingId") REFERENCES "Filing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Version" ADD CONSTRAINT "Version_filingId_fkey" FOREIGN KEY ("filingId") REFERENCES "Filing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
