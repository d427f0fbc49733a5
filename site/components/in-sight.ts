import { fetchForPrint, isOnPaper } from '../data/print-whole.ts';

/**
 * Draws at once what can be seen, and what cannot be seen when it is scrolled to: then only as it is
 * by then.
 */
export function createSight(host: Element): {
  draw(action: () => void): void;
  disconnect(): void;
} {
  let isSeen = false;
  let due: (() => void) | null = null;
  const drawDue = (): void => {
    const action = due;
    due = null;
    action?.();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      isSeen = entries.at(-1)?.isIntersecting === true;
      if (isSeen) drawDue();
    },
    // A little before it is there, so that nothing old is seen.
    { rootMargin: '200px 0px' },
  );
  observer.observe(host);
  window.addEventListener('beforeprint', drawDue);
  const endPrint = fetchForPrint(async () => drawDue());
  return {
    draw(action) {
      if (isSeen || isOnPaper()) action();
      else due = action;
    },
    disconnect() {
      observer.disconnect();
      window.removeEventListener('beforeprint', drawDue);
      endPrint();
    },
  };
}
