export function buildPage(folder: string): string;
