import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureSampleData } from '../../../../harness/embedded/data/sample-data.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const root = join(import.meta.dirname, '../../../..');
const program = join(root, 'harness/embedded/protocol/protocol-main.ts');
const folder = temporaryFolder();
beforeAll(() => ensureSampleData(folder.path));
afterAll(() => folder[Symbol.dispose]());

/** What the program answers to lines, its input ended after them. */
async function answersTo(
  ...lines: readonly (object | string)[]
): Promise<Record<string, unknown>[]> {
  const child = spawn(process.execPath, [program], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  for (const line of lines) {
    child.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  }
  child.stdin.end();
  await once(child, 'close');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const request = (id: string, more: object = {}, parameters: object = {}) => ({
  id,
  result: 'inline',
  config: { 'data-folder': folder.path },
  algorithm: { location: 'sma-cross' },
  parameters: { ticker: 'SPX', startDate: '20010101', endDate: '2001-12-31', ...parameters },
  ...more,
});

it('answers each request once, in the order of asking, also after the end of its input', async () => {
  const answers = await answersTo(
    request('a', {}, { fast: 5, slow: 20 }),
    request('b', {}, { fast: 5, slow: 40 }),
    request('c', { detail: 'full' }, { fast: '5', slow: '20' }),
  );
  expect(answers.map(({ id, status }) => [id, status])).toEqual([
    ['a', 'complete'],
    ['b', 'complete'],
    ['c', 'complete'],
  ]);
  const [a, b, c] = answers;
  expect(a?.['metrics']).not.toEqual(b?.['metrics']);
  expect(c?.['metrics']).toEqual(a?.['metrics']);
  expect(c?.['result']).toMatchObject({ state: { Status: 'Completed' } });
  expect(a).not.toHaveProperty('result');
});

it('answers what is no request, a ping, and a cancel of what waits', async () => {
  const answers = await answersTo(
    'no json',
    { id: 1, ping: true },
    request('x', {}, { startDate: 'soon' }),
    request('a'),
    request('b'),
    { id: 'b', cancel: true },
  );
  expect(answers[0]).toMatchObject({ id: null, status: 'error', kind: 'request' });
  expect(answers[1]).toMatchObject({ id: 1, status: 'ready' });
  expect(answers[2]).toMatchObject({ id: 'x', status: 'error', kind: 'request' });
  expect(
    answers
      .slice(3)
      .map(({ id, status }) => `${id} ${status}`)
      .sort(),
  ).toEqual(['a complete', 'b cancelled']);
});

it('says what is wrong with a setup or a strategy, and goes on', async () => {
  const answers = await answersTo(
    request('a', {}, { ticker: 'NONE' }),
    request(
      'b',
      { algorithm: { location: 'tests/fixtures/strategies/misbehaves.ts' } },
      { fault: 'throw' },
    ),
    request('c', { describe: true }),
  );
  expect(answers[0]).toMatchObject({ status: 'error', kind: 'setup' });
  expect(answers[1]).toMatchObject({ status: 'error', kind: 'runtime' });
  expect(String(answers[1]?.['message'])).toContain('no such luck');
  expect(answers[2]).toMatchObject({
    status: 'described',
    preparation: { available: { start: '2000-01-03' }, defaults: { fast: 10, slow: 30 } },
  });
});

it('says how far a backtest has come where it is asked to', async () => {
  const answers = await answersTo(request('a', { progress: true }), request('b'));
  const [first, ...rest] = answers;
  expect(first).toMatchObject({ id: 'a', status: 'progress', equity: expect.any(Number) });
  expect(first?.['at']).toMatch(/^2001-\d\d-\d\d$/);
  const others = rest.filter(({ status }) => status !== 'progress');
  expect(others.map(({ id, status }) => `${id} ${status}`)).toEqual(['a complete', 'b complete']);
  expect(answers.filter(({ id, status }) => id === 'b' && status === 'progress')).toEqual([]);
});

it('gives backtests up at milestones, and refuses those that it cannot read', async () => {
  const at = [Date.UTC(2001, 3), Date.UTC(2001, 8)];
  const milestones = (below: readonly unknown[], more: object = {}) => ({
    milestones: { measure: 'return', at, below, ...more },
  });
  const answers = await answersTo(
    request('a', milestones([null, null])),
    request('b', milestones([null, 99])),
    request('c', milestones([null])),
    request('d', milestones([null, null], { measure: 'luck' })),
    request('e', milestones([null, null], { at: [2, 1] })),
    request('f', { detail: 'full', ...milestones([99, null]) }),
  );
  const byId = new Map(answers.map((answer) => [answer['id'], answer]));
  const standings = byId.get('a')?.['standings'] as number[];
  expect(byId.get('a')).toMatchObject({ status: 'complete' });
  expect(standings).toHaveLength(2);
  expect(byId.get('b')).toMatchObject({ status: 'pruned', standings });
  expect(byId.get('b')).not.toHaveProperty('metrics');
  expect(byId.get('f')).toMatchObject({ status: 'pruned', standings: standings.slice(0, 1) });
  for (const id of ['c', 'd', 'e']) {
    expect(byId.get(id)).toMatchObject({ status: 'error', kind: 'request' });
    expect(String(byId.get(id)?.['message'])).toContain('milestones');
  }
});
