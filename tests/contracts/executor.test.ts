import { afterAll, it } from 'vitest';
import { testedExecutors } from '../fixtures/tested-executors.ts';
import { testExecutors } from './executor.ts';

const { tested, skipped, close } = await testedExecutors();
afterAll(close);

testExecutors(tested);

// Where tests must be complete, a service that is missing is a failure.
it.runIf(skipped !== null)(`executor docker: ${skipped}`, (context) => {
  if (process.env['CI'] === 'true') throw new Error(`Cannot test executor docker: ${skipped}`);
  context.skip(String(skipped));
});
