// Each layer lists everything it may import besides itself. Anything absent is forbidden.
const layers = {
  'runner/domain': [],
  'runner/fitness': ['runner/domain'],
  'runner/samplers': ['runner/domain'],
  // The sandbox's messages are the wire between the two: types only, the program is started by path.
  'runner/executors': ['runner/domain', 'harness/embedded/sandbox/messages.ts'],
  'runner/analysis': ['runner/domain'],
  'runner/notify': ['runner/domain'],
  'runner/job': ['runner/domain'],
  'runner/pipeline': ['runner/domain'],
  'runner/run': ['runner/domain', 'runner/pipeline'],
  'runner/report': ['runner/domain', 'runner/analysis', 'runner/run'],
  'runner/bench': ['runner/domain', 'runner/pipeline', 'runner/run'],
  'runner/promote': ['runner/domain', 'runner/analysis', 'runner/run', 'runner/report'],
  'runner/daemon': ['runner/domain', 'runner/job', 'runner/run'],
  'runner/server': [
    'runner/domain',
    'runner/job',
    'runner/run',
    'runner/daemon',
    'runner/report',
    'runner/promote',
    'runner/analysis',
    'runner/bench',
  ],
  'runner/cli': [
    'runner/domain',
    'runner/job',
    'runner/run',
    'runner/report',
    'runner/promote',
    'runner/analysis',
    'runner/bench',
  ],
  'harness/embedded': ['runner/domain'],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `${layer.replace('/', '-')}-imports`,
  severity: 'error',
  comment: `${layer} may import only: ${[layer, ...allowed].join(', ')}. Move the shared type down to runner/domain or take the thing as an argument from runner/main.ts.`,
  from: { path: `^${layer}/`, pathNot: '^runner/cli/leantune[.]mjs$' },
  to: {
    path: '^(runner|harness|site|tests)/',
    pathNot: `^(${[layer, ...allowed].join('|')})(/|$)`,
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Break the cycle by moving the shared type to runner/domain.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this module: add it to its registry or delete it.',
      from: {
        orphan: true,
        path: '^(runner|site|harness)/',
        pathNot: ['[.]d[.]ts$', '^runner/cli/leantune[.]mjs$', '^site/public/'],
      },
      to: {},
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'The domain does no I/O and needs no package: no node: or npm imports.',
      from: { path: '^runner/domain/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'search-is-pure',
      severity: 'error',
      comment: 'Samplers and fitness functions do no I/O; the one package they need is zod.',
      from: { path: '^runner/(fitness|samplers|analysis)/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: 'node_modules/zod/',
      },
    },
    {
      name: 'docker-stays-in-executors',
      severity: 'error',
      comment: 'Only executors talk to Docker; everyone else sees the Executor interface.',
      from: { pathNot: '^(runner/executors|tests)/' },
      to: { path: 'node_modules/(@types/)?dockerode' },
    },
    {
      name: 'site-takes-types-only',
      severity: 'error',
      comment: 'The site reads the runner only through the API; it may borrow types.',
      from: { path: '^site/' },
      to: { path: '^(runner|harness)/', dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'site-borrows-from-server-and-domain',
      severity: 'error',
      comment: 'What the site may know is what the API says: runner/server and runner/domain.',
      from: { path: '^site/' },
      to: { path: '^(runner|harness)/', pathNot: '^runner/(server|domain)/' },
    },
    {
      name: 'nothing-imports-the-site',
      severity: 'error',
      comment: 'The site is built into files that the server reads; nobody imports it.',
      from: { path: '^(runner|harness)/' },
      to: { path: '^(site|tests)/' },
    },
    {
      name: 'plugins-are-reached-through-the-registry',
      severity: 'error',
      comment: 'Import samplers, executors and fitness from their index.ts.',
      from: { path: '^(runner|site)/', pathNot: '^runner/(samplers|executors|fitness)/' },
      to: {
        path: '^runner/(samplers|executors|fitness)/',
        pathNot: '/(index|(create|diagnose)-executor|(docker|process)-leftovers)[.]ts$',
      },
    },
    {
      name: 'registries-are-wired-in-main',
      severity: 'error',
      comment: 'Take the registry as an argument; runner/main.ts hands it over.',
      from: {
        path: '^runner/',
        pathNot: '^runner/((main|bench-thread)[.]ts$|samplers/|executors/|fitness/)',
      },
      to: { path: '^runner/(samplers|executors|fitness)/index[.]ts$' },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'The import points at nothing.',
      from: { pathNot: '^tests/fixtures/strategies/' },
      to: { couldNotResolve: true, pathNot: '^(astro:|virtual:)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|runs|[.]astro)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.d.ts', '.json', '.astro', '.css'],
    },
  },
};
