/** Tints a cell by how it stands, from −1, the worst, to 1, the best; 0 has no colour. */
export function tint(cell: HTMLElement, heat: number): HTMLElement {
  if (heat === 0) return cell;
  cell.dataset['heat'] = heat > 0 ? 'better' : 'worse';
  cell.style.setProperty('--heat', `${Math.round(Math.abs(heat) * 100)}%`);
  return cell;
}
