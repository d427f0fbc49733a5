export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  text(row: Row): string;
}

/** Rows under titles, columns two spaces apart, without trailing space. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => column.text(row)));
  const lines = [columns.map((column) => column.title), ...cells];
  const widths = columns.map((_, index) =>
    // Not Math.max(...): a batch may have more rows than a call takes arguments.
    lines.reduce((widest, line) => Math.max(widest, (line[index] ?? '').length), 0),
  );
  return lines
    .map((line) => line.map((cell, index) => padded(cell, widths[index] ?? 0, columns[index])))
    .map((line) => `${line.join('  ').trimEnd()}\n`)
    .join('');
}

function padded(cell: string, width: number, column: { align?: 'left' | 'right' } | undefined) {
  return column?.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}
