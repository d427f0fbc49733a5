import type { Notice, NoticeKind } from '../domain/notice.ts';
import type { NoticeListener } from './run-notices.ts';

/** Kinds that a fast run has thousands of. */
const FREQUENT: readonly NoticeKind[] = ['progress', 'best'];

export interface Spaced extends Disposable {
  readonly tell: NoticeListener;
}

/**
 * Lets a notice of progress or of a new best through at most every so often; of those that come
 * too early the newest waits until it is time. The end of the run makes them out of date.
 */
export function createSpaced(everyMs: number, tell: NoticeListener): Spaced {
  const last = new Map<string, number>();
  const waiting = new Map<string, { notice: Notice; timer: NodeJS.Timeout }>();

  const send: NoticeListener = (notice, key) => {
    last.set(key, performance.now());
    // A timer that is late would send what comes next too early.
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
    tell(notice, key);
  };

  const forget = (): void => {
    for (const { timer } of waiting.values()) clearTimeout(timer);
    waiting.clear();
  };

  return {
    tell(notice, key) {
      if (notice.kind === 'finish' || notice.kind === 'failure') forget();
      if (!FREQUENT.includes(notice.kind)) return tell(notice, key);
      const left = (last.get(key) ?? Number.NEGATIVE_INFINITY) + everyMs - performance.now();
      if (left <= 0) return send(notice, key);
      const early = waiting.get(key);
      if (early !== undefined) {
        early.notice = notice;
        return;
      }
      const timer = setTimeout(() => {
        const due = waiting.get(key);
        if (due !== undefined) send(due.notice, key);
      }, left).unref();
      waiting.set(key, { notice, timer });
    },
    [Symbol.dispose]: forget,
  };
}
