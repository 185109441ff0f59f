-- CreateIndex
CREATE INDEX "Outbox_kind_state_sentAt_idx" ON "Outbox"("kind", "state", "sentAt");
