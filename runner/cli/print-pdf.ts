import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A browser needs a second or two; one that hangs is ended. */
const TIMEOUT_MS = 90_000;
const LONGEST_LOG = 2_000;

/**
 * A page as PDF, printed by a browser without a window.
 * @param folder for its profile and the PDF; nothing of the user's profile is touched
 * @throws Error where it makes none
 */
export async function printPdf(browser: string, page: string, folder: string): Promise<Buffer> {
  const pdf = join(folder, 'report.pdf');
  const child = spawn(
    browser,
    [
      '--headless',
      '--disable-gpu',
      '--no-first-run',
      '--disable-extensions',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Small /dev/shm of containers.
      '--disable-dev-shm-usage',
      // Its sandbox refuses root; the page has no scripts and may load nothing.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${join(folder, 'profile')}`,
      '--no-pdf-header-footer',
      `--print-to-pdf=${pdf}`,
      pathToFileURL(page).href,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], timeout: TIMEOUT_MS, killSignal: 'SIGKILL' },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-LONGEST_LOG);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  const bytes = await readFile(pdf).catch(() => null);
  if (bytes?.subarray(0, 5).toString() === '%PDF-') return bytes;
  const end = signal === null ? `exit code ${code}` : `its end by ${signal}`;
  throw new Error(`Cannot print a PDF with "${browser}": wanted a PDF, found ${end}\n${log}`);
}
