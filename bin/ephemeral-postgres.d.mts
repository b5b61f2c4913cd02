export function postgresFolder(): string | null;
export function startPostgres(): Promise<{ url: string; stop(): void }>;
