/** How near a pointer has to be to a mark, in pixels. */
const NEAR = 8;

/** The row whose mark is nearest to a pointer, -1 where none is near; NaN stands for no mark. */
export function nearestMark(
  count: number,
  placeOf: (row: number) => readonly [x: number, y: number],
  { x, y }: { readonly x: number; readonly y: number },
): number {
  let nearest = -1;
  let least = NEAR * NEAR;
  for (let row = 0; row < count; row++) {
    const [left, top] = placeOf(row);
    const distance = (left - x) ** 2 + (top - y) ** 2;
    if (distance < least) [nearest, least] = [row, distance];
  }
  return nearest;
}
