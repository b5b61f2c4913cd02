-- CreateIndex
CREATE INDEX "job_run_name_state_started_at_idx" ON "job_run"("name", "state", "started_at");

-- CreateIndex
CREATE INDEX "sync_batch_source_object_idx" ON "sync_batch"("source", "object");
