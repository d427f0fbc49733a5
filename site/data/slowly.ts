const EVERY_MS = 2_000;

/** Acts on news at most every two seconds: at once on the first, and once more after the last. */
export function slowly(act: () => Promise<void>): () => void {
  let timer: number | undefined;
  let missed = false;
  const go = (): void => {
    missed = false;
    timer = window.setTimeout(() => {
      timer = undefined;
      if (missed) go();
    }, EVERY_MS);
    void act();
  };
  return () => {
    if (timer === undefined) go();
    else missed = true;
  };
}
