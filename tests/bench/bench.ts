// `npm run bench [name …]`: every figure of speed that is told anywhere is measured here.
import { cpus } from 'node:os';
import { benches, longBenches } from './index.ts';

// What begins with -- is for the bench itself, such as `search --json`, and all that follows it.
const words = process.argv.slice(2);
const flags = words.findIndex((word) => word.startsWith('--'));
const wanted = flags < 0 ? words : words.slice(0, flags);
const rest = flags < 0 ? [] : words.slice(flags);
const all = { ...benches, ...longBenches };
const unknown = wanted.filter((name) => !(name in all));
if (unknown.length > 0) {
  console.error(`Cannot run bench "${unknown[0]}": wanted one of ${Object.keys(all).join(', ')}`);
  process.exit(2);
}

console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);
for (const [name, bench] of Object.entries(wanted.length > 0 ? all : benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}`);
  await bench(rest);
}
