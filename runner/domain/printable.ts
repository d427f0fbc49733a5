/** A text of anybody's as it may be written to a terminal, which obeys control characters. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\uFFFD');
}
