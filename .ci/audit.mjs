// Asks the registry for known faults of what the product depends on. A registry without an audit
// service knows nothing: that is said, and fails nothing.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
/** @type {{ metadata?: { vulnerabilities?: Record<string, number> }, vulnerabilities?: Record<string, { severity: string }>, message?: string, error?: { summary?: string } }} */
const report = (() => {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
})();
const found = report.metadata?.vulnerabilities;
if (found === undefined) {
  const why = report.message ?? report.error?.summary ?? 'no answer';
  console.log(`npm audit is not available here (${why}): nothing is known of faults`);
} else {
  const grave = Object.entries(report.vulnerabilities ?? {}).filter(([, { severity }]) =>
    ['high', 'critical'].includes(severity),
  );
  console.log(`npm audit: ${found.total ?? 0} known faults, ${grave.length} of them grave`);
  for (const [name, { severity }] of grave) console.log(`  ${name}: ${severity}`);
  process.exitCode = grave.length > 0 ? 1 : 0;
}
