/** A message could not be sent. */
export class SendError extends Error {
  /** Whether another try may help. */
  readonly retriable: boolean;
  /** How long the receiver wants to be left alone; null where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    { retriable, retryAfterMs = null }: { retriable: boolean; retryAfterMs?: number | null },
  ) {
    super(message);
    this.name = 'SendError';
    this.retriable = retriable;
    this.retryAfterMs = retryAfterMs;
  }
}
