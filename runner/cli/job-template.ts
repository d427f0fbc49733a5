/** A job that runs as it is on the sample data. */
export function jobTemplate(name: string, strategy: string): string {
  const job = {
    $schema: '../schema/job.schema.json',
    name,
    strategy,
    symbol: 'SPX',
    data: 'sample',
    start: '2000-01-03',
    end: '2015-12-31',
    holdout: { start: '2016-01-01', end: '2020-04-17' },
    parameters: [
      { name: 'fast', type: 'int', min: 5, max: 50, step: 1 },
      { name: 'slow', type: 'int', min: 20, max: 200, step: 2 },
    ],
    rules: ['fast < slow'],
    fitness: { name: 'calmar', min_trades: 10 },
    budget: { evaluations: 300 },
    seed: 42,
  };
  return `${JSON.stringify(job, null, 2)}\n`;
}
