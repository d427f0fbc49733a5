/** The fields of a line, quotes and blanks around them left out. For first lines; see csv-reader. */
export function splitLine(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      fields.push(field.trim());
      field = '';
    } else field += character;
  }
  return [...fields, field.trim()];
}

const DELIMITERS = ['\t', ';', '|', ','];
const FEWEST_FIELDS = 5;

/**
 * The character that splits most of the lines into the same number of fields; null where none gives
 * a date and four prices. The comma is asked last: in files that use another one it is the decimal
 * separator, and just as regular.
 */
export function findDelimiter(lines: readonly string[]): string | null {
  const sample = lines.filter((line) => line.trim() !== '').slice(0, 200);
  return DELIMITERS.find((delimiter) => isRegular(sample, delimiter)) ?? null;
}

function isRegular(lines: readonly string[], delimiter: string): boolean {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const { length } = splitLine(line, delimiter);
    if (length >= FEWEST_FIELDS) counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values()) > lines.length / 2;
}
