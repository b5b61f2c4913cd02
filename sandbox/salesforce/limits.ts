import { SalesforceRefusal } from "./refusal.js";

/** Calls of the day against the organisation's allowance. */
export class ApiLimit {
  used = 0;
  max = 15_000;

  /** Counts one call. Throws 403 REQUEST_LIMIT_EXCEEDED when the allowance is spent. */
  spend(): void {
    if (this.used >= this.max) {
      throw new SalesforceRefusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }
    this.used += 1;
  }

  header(): string {
    return `api-usage=${this.used}/${this.max}`;
  }

  report(bulkJobsToday: number): Readonly<Record<string, { Max: number; Remaining: number }>> {
    return {
      DailyApiRequests: { Max: this.max, Remaining: Math.max(0, this.max - this.used) },
      DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 },
      DailyBulkV2QueryFileStorageMB: { Max: 976_562, Remaining: 976_562 },
      DailyBulkV2QueryJobs: { Max: 10_000, Remaining: Math.max(0, 10_000 - bulkJobsToday) },
      DataStorageMB: { Max: 1024, Remaining: 1024 },
    };
  }
}
