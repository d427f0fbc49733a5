/** Calls `draw` with the newest value at most once per frame, however often news comes. */
export function frameBatch<Value>(draw: (value: Value) => void): (value: Value) => void {
  let waiting: { value: Value } | null = null;
  return (value) => {
    if (waiting !== null) {
      waiting.value = value;
      return;
    }
    const next = { value };
    waiting = next;
    requestAnimationFrame(() => {
      waiting = null;
      draw(next.value);
    });
  };
}
