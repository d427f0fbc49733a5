/** Text with every line that is not empty two columns to the right. */
export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
