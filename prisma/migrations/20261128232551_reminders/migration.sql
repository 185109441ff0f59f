-- AlterTable
ALTER TABLE "Department" ADD COLUMN     "remindAt" TIMESTAMP(3),
ADD COLUMN     "remindFor" TEXT,
ADD COLUMN     "remindFrom" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Filing" ADD COLUMN     "remindAt" TIMESTAMP(3),
ADD COLUMN     "remindFor" TEXT,
ADD COLUMN     "remindFrom" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "quietUntil" TEXT;

-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "windows" JSONB;

-- CreateTable
CREATE TABLE "Reminder" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "milestone" INTEGER NOT NULL,
    "dueOn" TEXT NOT NULL,
    "again" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMP(3) NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "toldTo" TEXT,
    "toldOn" TEXT,
    "digest" TEXT,

    CONSTRAINT "Reminder_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Reminder_state_at_idx" ON "Reminder"("state", "at");

-- CreateIndex
CREATE INDEX "Reminder_toldTo_toldOn_idx" ON "Reminder"("toldTo", "toldOn");

-- CreateIndex
CREATE INDEX "Reminder_digest_idx" ON "Reminder"("digest");

-- CreateIndex
CREATE INDEX "Reminder_subject_idx" ON "Reminder"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "Reminder_recipient_subject_rule_milestone_dueOn_again_key" ON "Reminder"("recipient", "subject", "rule", "milestone", "dueOn", "again");

-- CreateIndex
CREATE INDEX "Department_remindAt_idx" ON "Department"("remindAt");

-- CreateIndex
CREATE INDEX "Filing_remindAt_idx" ON "Filing"("remindAt");

-- What goes on already is looked at once: from now on it is reminded of.
UPDATE "Filing" SET "remindAt" = now() AT TIME ZONE 'UTC'
FROM "Round" WHERE "Round"."id" = "Filing"."roundId" AND "Round"."closedAt" IS NULL;
UPDATE "Department" SET "remindAt" = now() AT TIME ZONE 'UTC'
FROM "Round" WHERE "Round"."id" = "Department"."roundId" AND "Round"."closedAt" IS NULL;
