import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the server says in a header; a host of plain files may send none. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'";

/**
 * Copies the built pages and marks each as exported, so that it asks for files and shows no control
 * that would need a server.
 *
 * @param at when, as ISO 8601
 */
export async function writePages(siteFolder: string, folder: string, at: string): Promise<void> {
  await cp(siteFolder, folder, { recursive: true });
  const files = await readdir(folder, { recursive: true });
  for (const name of files.filter((file) => file.endsWith('.html'))) {
    const file = join(folder, name);
    const page = await readFile(file, 'utf8');
    const marked = page
      .replace(/<html /, `<html data-exported="${at}" `)
      .replace(/<head>/, `<head><meta http-equiv="Content-Security-Policy" content="${POLICY}">`);
    await writeFile(file, marked);
  }
}
