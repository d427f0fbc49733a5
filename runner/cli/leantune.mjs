#!/usr/bin/env node
// The one way in. Plain JavaScript without packages: it runs on Node 20, before anything is
// installed, sets the clone up where that is needed, and hands over to the project's own Node.
import process from 'node:process';
import { handOver } from './setup/hand-over.mjs';
import { setUp } from './setup/set-up.mjs';

/** Commands that show the site; the others do not wait for its build. */
const WITH_SITE = new Set(['setup', 'quickstart', 'serve', 'export-site']);

const args = process.argv.slice(2);
try {
  const node = await setUp({ site: WITH_SITE.has(args[0] ?? '') && !args.includes('--help') });
  await handOver(node, args);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
