import { drawAtOnce, drawInTurn, dropTurn } from '../data/frame-turns.ts';
import { fetchForPrint, isOnPaper } from '../data/print-whole.ts';

export interface Sight {
  draw(action: () => void): void;
  /** Draws part by part, of which each is a moment's work; the first comes even if news follow closely. */
  drawParts(parts: () => Iterator<unknown>): void;
  disconnect(): void;
}

/** All in one part. */
function whole(action: () => void): Iterator<undefined> {
  return {
    next() {
      action();
      return { done: true, value: undefined };
    },
  };
}

/**
 * Draws soon what can be seen, in turn with other plots, and what cannot be seen when it is scrolled
 * to: then only as it is by then.
 */
export function createSight(host: Element): Sight {
  let isSeen = false;
  let due: (() => Iterator<unknown>) | null = null;
  const drawDue = (): void => {
    const parts = due;
    due = null;
    if (parts !== null) drawInTurn(host, parts());
  };
  const drawForPaper = (): void => {
    drawDue();
    drawAtOnce(host);
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
  window.addEventListener('beforeprint', drawForPaper);
  const endPrint = fetchForPrint(async () => drawForPaper());
  const drawParts = (parts: () => Iterator<unknown>): void => {
    due = parts;
    if (isOnPaper()) drawForPaper();
    else if (isSeen) drawDue();
  };
  return {
    draw: (action) => drawParts(() => whole(action)),
    drawParts,
    disconnect() {
      observer.disconnect();
      window.removeEventListener('beforeprint', drawForPaper);
      endPrint();
      dropTurn(host);
    },
  };
}
