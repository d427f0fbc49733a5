import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { InputError } from '../domain/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Programs that can print a page: Chromium and what is made of it. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
  'brave-browser',
];

/** Where they are put on systems that have them on no path. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/snap/bin/chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The browser that CHROME_PATH names, else the first that is found.
 * @throws InputError where there is none
 */
export async function requireBrowser(env: Environment): Promise<string> {
  const named = env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (await isProgram(named)) return named;
    throw refusal('a program, as CHROME_PATH names it', `none at "${named}"`);
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  const onPath = folders.flatMap((folder) =>
    NAMES.flatMap((name) => endings.map((ending) => join(folder, name + ending))),
  );
  for (const file of [...onPath, ...PLACES]) {
    if (isAbsolute(file) && (await isProgram(file))) return file;
  }
  throw refusal('Chromium, Chrome or Edge on PATH, or its program in CHROME_PATH', 'none');
}

function refusal(wanted: string, found: string): InputError {
  return new InputError('Cannot print a PDF (--html needs no browser)', [
    { path: '', wanted, found },
  ]);
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
