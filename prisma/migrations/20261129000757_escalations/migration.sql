-- AlterTable
ALTER TABLE "Outbox" ADD COLUMN     "readAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Escalation" (
    "roundId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "dueOn" TEXT NOT NULL,
    "at" TIMESTAMP(3),

    CONSTRAINT "Escalation_pkey" PRIMARY KEY ("subject","rule","dueOn")
);

-- CreateTable
CREATE TABLE "EscalationStep" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "dueOn" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "message" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMP(3) NOT NULL,
    "doneAt" TIMESTAMP(3),
    "by" TEXT,

    CONSTRAINT "EscalationStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Escalation_at_idx" ON "Escalation"("at");

-- CreateIndex
CREATE INDEX "Escalation_roundId_dueOn_idx" ON "Escalation"("roundId", "dueOn");

-- CreateIndex
CREATE INDEX "EscalationStep_message_idx" ON "EscalationStep"("message");

-- CreateIndex
CREATE INDEX "EscalationStep_state_idx" ON "EscalationStep"("state");

-- CreateIndex
CREATE INDEX "EscalationStep_roundId_dueOn_idx" ON "EscalationStep"("roundId", "dueOn");

-- CreateIndex
CREATE UNIQUE INDEX "EscalationStep_subject_rule_dueOn_step_person_key" ON "EscalationStep"("subject", "rule", "dueOn", "step", "person");

-- CreateIndex
CREATE INDEX "Reminder_roundId_at_idx" ON "Reminder"("roundId", "at");
