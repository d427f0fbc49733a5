import { ApiError } from './api.ts';

/** An error as a sentence for the page. */
export function describe(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof Error ? `Cannot show this: ${error.message}` : String(error);
}
