/** Hands what is put in, in order, to one reader that waits for it. */
export interface Mailbox<T> {
  put(item: T): void;
  /** Waits for the next item. @throws the signal's reason where it aborts first */
  next(signal: AbortSignal): Promise<T>;
}

export function createMailbox<T>(): Mailbox<T> {
  const items: T[] = [];
  let wake = (): void => {};
  return {
    put(item) {
      items.push(item);
      wake();
    },
    async next(signal) {
      while (items.length === 0) {
        signal.throwIfAborted();
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', wake as () => void, { once: true });
        });
        signal.removeEventListener('abort', wake);
      }
      return items.shift() as T;
    },
  };
}
