/** Wall-clock ms → `2010-01-04 09:30` */
export function dateTimeText(local: number): string {
  return new Date(local).toISOString().slice(0, 16).replace('T', ' ');
}
