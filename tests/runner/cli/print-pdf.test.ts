import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { requireBrowser } from '../../../runner/cli/find-browser.ts';
import { printPdf } from '../../../runner/cli/print-pdf.ts';
import { findChromium } from '../../e2e/chromium.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** A browser that does what a script says. */
function browser(name: string, script: string): string {
  const bin = join(folder.path, name);
  mkdirSync(bin, { recursive: true });
  const file = join(bin, 'chromium');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('requireBrowser()', () => {
  test('takes the one that CHROME_PATH names, else the first on PATH', async () => {
    const file = browser('first', 'exit 0');
    const PATH =
      join(folder.path, 'none') +
      (process.platform === 'win32' ? ';' : ':') +
      join(folder.path, 'first');
    expect(await requireBrowser({ PATH })).toBe(file);
    const other = browser('second', 'exit 0');
    expect(await requireBrowser({ PATH, CHROME_PATH: other })).toBe(other);
  });

  test('says what is missing', async () => {
    const wrong = { CHROME_PATH: join(folder.path, 'no-browser') };
    await expect(requireBrowser(wrong)).rejects.toThrow(/as CHROME_PATH names it, found none at/);
  });
});

describe('printPdf()', () => {
  const page = join(folder.path, 'page.html');
  writeFileSync(page, '<p>page</p>');

  test('tells what a browser said that prints nothing', async () => {
    const broken = browser('broken', 'echo no display >&2; exit 3');
    const printed = printPdf(broken, page, folder.path);
    await expect(printed).rejects.toThrow(/wanted a PDF, found exit code 3\nno display/);
  });

  test('does not take half a file for a PDF', async () => {
    const half = browser('half', 'printf oops > "$(dirname "$0")/../report.pdf"');
    await expect(printPdf(half, page, folder.path)).rejects.toThrow('wanted a PDF');
  });

  const chromium = findChromium();
  test.skipIf(chromium === null)('prints by a real one, in a profile of its own', async () => {
    const own = join(folder.path, 'real');
    mkdirSync(own);
    const bytes = await printPdf(chromium ?? '', page, own);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(readFileSync(join(own, 'report.pdf')).equals(bytes)).toBe(true);
    expect(statSync(join(own, 'profile')).isDirectory()).toBe(true);
    expect(existsSync(join(folder.path, 'profile'))).toBe(false);
  });
});
