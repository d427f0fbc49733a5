// Reads vitest's JSON reports. Called as
//   outcome.mjs pages REPORT          the files with a failed test that drive a browser, one a line
//   outcome.mjs count REPORT [AGAIN]  "passed failed"; what AGAIN has of a file counts instead
import { readFileSync } from 'node:fs';

const [what, ...files] = process.argv.slice(2);
/** @typedef {{ name: string, status: string, assertionResults: { status: string }[] }} FileResult */

const [first = [], again = []] = files.map(resultsOf);

if (what === 'pages') {
  const failed = first.filter(({ name, status }) => status === 'failed' && drivesBrowser(name));
  for (const { name } of failed) console.log(name);
} else {
  const repeated = new Map(again.map((result) => [result.name, result]));
  let passed = 0;
  let failed = 0;
  for (const result of first.map((one) => repeated.get(one.name) ?? one)) {
    /** @param {string} status */
    const count = (status) => result.assertionResults.filter((one) => one.status === status).length;
    passed += count('passed');
    // A file that does not load has no tests to count, and counts as one that failed.
    failed += count('failed') || (result.status === 'failed' ? 1 : 0);
  }
  console.log(passed, failed);
}

/**
 * @param {string} file
 * @returns {FileResult[]}
 */
function resultsOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return [];
  }
}

/** @param {string} file */
function drivesBrowser(file) {
  return /\.\/(chromium|product-site)\.ts'/.test(readFileSync(file, 'utf8'));
}
