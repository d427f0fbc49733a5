/** Runs tasks in the order in which they came, at most `width` at a time. */
export function createQueue(width: number): (task: () => Promise<void>) => void {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;

  function next(): void {
    const task = running < width ? waiting.shift() : undefined;
    if (task === undefined) return;
    running++;
    // Tasks tell of their own failures.
    void task().finally(() => {
      running--;
      next();
    });
  }

  return (task) => {
    waiting.push(task);
    next();
  };
}
