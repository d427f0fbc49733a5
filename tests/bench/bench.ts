// `npm run bench [name …]`: every figure that README and notes quote is printed here.
import { cpus } from 'node:os';
import { benches } from './index.ts';

// What begins with -- is for the bench itself, such as `search --json`.
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(
    `Cannot run bench "${unknown[0]}": wanted one of ${Object.keys(benches).join(', ')}`,
  );
  process.exit(2);
}

console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}`);
  await bench();
}
