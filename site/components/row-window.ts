/** Lines up to which all are drawn: then the browser's own search and printing find every one. */
const DRAWN_WHOLE = 200;
/** Lines drawn beyond either end of what is in sight. */
const MARGIN = 24;

export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Which of equally high rows are to be drawn, `top` pixels of which are above the window. */
export function rowsInSight(
  count: number,
  { top, view, row }: { readonly top: number; readonly view: number; readonly row: number },
): RowRange {
  if (count <= DRAWN_WHOLE || row <= 0) return { from: 0, to: Math.min(count, DRAWN_WHOLE) };
  const first = Math.floor(top / row) - MARGIN;
  const from = Math.max(0, Math.min(first, count - Math.ceil(view / row) - MARGIN));
  return { from, to: Math.min(count, Math.ceil((top + view) / row) + MARGIN) };
}
