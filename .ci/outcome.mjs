// Reads vitest's JSON reports. Called as
//   outcome.mjs failing REPORT           the files with a failed test, one a line
//   outcome.mjs unsteady REPORT [AGAIN]  a line for each test that failed in REPORT but not in AGAIN
//   outcome.mjs count REPORT [AGAIN]     "passed failed"; what AGAIN has of a file counts instead
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const [what, ...files] = process.argv.slice(2);
/** @typedef {{ fullName: string, status: string }} TestResult */
/** @typedef {{ name: string, status: string, assertionResults: TestResult[] }} FileResult */

const [first = [], again = []] = files.map(resultsOf);
const repeated = new Map(again.map((result) => [result.name, result]));

if (what === 'failing') {
  for (const { name, status } of first) if (status === 'failed') console.log(name);
} else if (what === 'unsteady') {
  for (const { name, assertionResults } of first) {
    const second = repeated.get(name);
    if (second?.status !== 'passed') continue;
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const titles = failed.map(({ fullName }) => fullName);
    for (const title of titles.length > 0 ? titles : ['(the whole file)']) {
      console.log(`passed at the second try only: ${basename(name)}: ${title}`);
    }
  }
} else {
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
