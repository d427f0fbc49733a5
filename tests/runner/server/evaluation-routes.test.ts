import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationView, RepeatView } from '../../../runner/server/evaluation-views.ts';
import type { ProblemView, RunView, TopView } from '../../../runner/server/views.ts';
import { SERVED_TOKEN, serveRuns } from '../../fixtures/served-run.ts';

let server: Awaited<ReturnType<typeof serveRuns>>;
beforeAll(async () => {
  server = await serveRuns('nowhere');
});
afterAll(() => server.close());

async function ask<View>(path: string, init?: RequestInit) {
  const response = await fetch(`${server.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as View };
}

function post(body: unknown): RequestInit {
  const headers = {
    authorization: `Bearer ${SERVED_TOKEN}`,
    'content-type': 'application/json',
  };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

const of = (id: number | string, run = server.own, symbol = 'SPX') =>
  `/api/runs/${run}/symbols/${symbol}/evaluations/${id}`;

async function ranked(): Promise<readonly number[]> {
  const { body } = await ask<TopView>(`/api/runs/${server.own}/symbols/SPX/top?n=20`);
  return body.rows.map(({ id }) => id);
}

describe('GET /api/runs/:run/symbols/:symbol/evaluations/:id', () => {
  test('tells all of the best, whose full result every run keeps', async () => {
    const [best = 0] = await ranked();
    const { status, body } = await ask<EvaluationView>(of(best));
    expect(status).toBe(200);
    expect(body.evaluation.id).toBe(best);
    expect(body.parameters.map(({ name }) => name)).toEqual(['fast', 'slow', 'label']);
    expect(body.kept?.file).toBe('SPX/backtests/best.json');
    expect(body.command).toBe(`npx leantune backtest ${server.own}#${best}`);
    expect(body.verified).toMatchObject([{ evaluation: best, kind: 'repeat', equal: true }]);
    const { result } = body;
    expect(result?.trades.total).toBe(body.evaluation.metrics['closed_trades']);
    expect(result?.orders.total).toBe(body.evaluation.trade_count);
    expect(result?.trades.rows[0]).toMatchObject({ symbol: 'SPX', direction: 'long' });
    // The benchmark is the symbol itself.
    expect(result?.price.length).toBeGreaterThan(500);
    const whole = result?.months.reduce((product, { percent }) => product * (1 + percent / 100), 1);
    expect(((whole ?? 0) - 1) * 100).toBeCloseTo(body.evaluation.net_pnl ?? Number.NaN, 6);
    expect(result?.months).toHaveLength(36);
  });

  test('thins curves, but not what is counted from them', async () => {
    const [best = 0] = await ranked();
    const { body } = await ask<EvaluationView>(`${of(best)}?max=10`);
    expect(body.result?.equity).toHaveLength(10);
    expect(body.result?.months).toHaveLength(36);
  });

  test('has no result of a set that nobody kept', async () => {
    const last = (await ranked()).at(-1) ?? 0;
    const { body } = await ask<EvaluationView>(of(last));
    expect(body).toMatchObject({ kept: null, result: null, verified: [] });
  });

  test('shows a shared set on each of its symbols', async () => {
    const { body: run } = await ask<RunView>(`/api/runs/${server.shared}`);
    const { folder = '', best } = run.record.symbols[0] ?? {};
    const path = of(best?.id ?? 0, server.shared, encodeURIComponent(folder));
    const { body } = await ask<EvaluationView>(`${path}?of=AAPL`);
    expect(body.symbols).toEqual(['SPX', 'AAPL']);
    expect(body.command).toContain('--symbol AAPL');
    const again = await ask<RepeatView>(`${path}/backtest`, post({ keep: true, of: 'AAPL' }));
    expect(again.body.verification).toMatchObject({ equal: true, differences: [] });
    const on = async (symbol: string) =>
      (await ask<EvaluationView>(`${path}?of=${symbol}`)).body.result;
    expect((await on('AAPL'))?.trades.rows.every(({ symbol }) => symbol === 'AAPL')).toBe(true);
    expect((await on('AAPL'))?.equity).not.toEqual((await on('SPX'))?.equity);
    // As the command line keeps it: by symbol alone.
    const id = best?.id ?? 0;
    const backtests = join(server.store.folder(server.shared), folder, 'backtests');
    for (const name of [`${id}.json`, 'best.json']) rmSync(join(backtests, name));
    const { body: plain } = await ask<EvaluationView>(path);
    expect(plain.kept?.file).toBe(`${folder}/backtests/${id}.SPX.json`);
    expect(plain.result).toEqual(await on('SPX'));
    expect((await ask<ProblemView>(`${path}?of=MSFT`)).status).toBe(404);
  });

  test('says what is not there', async () => {
    expect((await ask<ProblemView>(of(9_999))).body.detail).toBe(
      `Run ${server.own} has no evaluation #9999 of SPX`,
    );
    expect((await ask(of(9_999))).status).toBe(404);
    expect((await ask(of(0))).status).toBe(400);
    expect((await ask(of('x'))).status).toBe(400);
    expect((await ask(of(1, '20200101_000000'))).status).toBe(404);
    expect((await ask(of(1, server.own, 'NONE'))).status).toBe(404);
    expect((await ask(`${of(1)}?of=SPX`)).status).toBe(404);
  });
});

describe('GET /api/runs/:run/symbols/:symbol/evaluations/:id of lost files', () => {
  test('says that they cannot be read, and not where they are', async () => {
    const [best = 0] = await ranked();
    const lines = join(server.store.folder(server.own), 'SPX', 'evaluations.jsonl');
    renameSync(lines, `${lines}.away`);
    mkdirSync(lines);
    try {
      const { status, body } = await ask<ProblemView>(of(best));
      expect(status).toBe(422);
      expect(body.detail).toContain(`Cannot read evaluation #${best} of run ${server.own}: `);
      expect(body.detail).not.toContain(server.store.root);
    } finally {
      rmdirSync(lines);
      renameSync(`${lines}.away`, lines);
    }
  });
});

describe('POST /api/runs/:run/symbols/:symbol/evaluations/:id/backtest', () => {
  test('backtests in an executor of one slot, keeps nothing unless asked to', async () => {
    const last = (await ranked()).at(-1) ?? 0;
    const before = server.made.length;
    const { status, body } = await ask<RepeatView>(`${of(last)}/backtest`, post({ keep: false }));
    expect(status).toBe(200);
    expect(server.made.slice(before).map(({ slots }) => slots)).toEqual([1]);
    expect(body).toMatchObject({ compared: true, kept: null, verification: { equal: true } });
    expect(body.result?.equity.length).toBeGreaterThan(100);
    const { body: view } = await ask<EvaluationView>(of(last));
    expect(view.kept).toBe(null);
    // That it came out the same is known from now on.
    expect(view.verified).toMatchObject([{ evaluation: last, equal: true }]);
  });

  test('keeps the full result by the id', async () => {
    const id = (await ranked()).at(-2) ?? 0;
    const { body } = await ask<RepeatView>(`${of(id)}/backtest`, post({ keep: true }));
    const file = join(server.store.folder(server.own), 'SPX', 'backtests', `${id}.json`);
    expect(body.kept?.file).toBe(`SPX/backtests/${id}.json`);
    expect(JSON.parse(readFileSync(file, 'utf8')).statistics['Total Orders']).toBeDefined();
    const { body: view } = await ask<EvaluationView>(of(id));
    expect(view.kept).toEqual(body.kept);
    expect(view.result).toEqual(body.result);
  });

  test('shows what came out otherwise than the line says', async () => {
    const id = await server.falsify();
    const { body } = await ask<RepeatView>(`${of(id)}/backtest`, post({ keep: false }));
    expect(body.verification.equal).toBe(false);
    expect(body.verification.differences).toEqual([
      { metric: 'net_pnl', was: 4321, is: expect.any(Number) },
    ]);
    const { body: view } = await ask<EvaluationView>(of(id));
    expect(view.verified).toMatchObject([{ equal: false, differences: [{ was: 4321 }] }]);
  });

  test('carries out one at a time', async () => {
    const before = server.made.length;
    const answers = await Promise.all(
      [1, 2, 3].map((id) => ask<ProblemView>(`${of(id)}/backtest`, post({ keep: false }))),
    );
    // One that comes when the one before has ended is carried out, too; the others are refused.
    const carriedOut = answers.filter(({ status }) => status === 200).length;
    expect(carriedOut).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3 - carriedOut);
    expect(server.made.length - before).toBe(carriedOut);
    const later = await ask(`${of(1)}/backtest`, post({ keep: false }));
    expect(later.status).toBe(200);
  });

  test('needs the token, and is noted', async () => {
    const headers = { 'content-type': 'application/json' };
    const denied = await ask(`${of(1)}/backtest`, { ...post({ keep: true }), headers });
    expect(denied.status).toBe(401);
    expect(existsSync(join(server.store.folder(server.own), 'SPX', 'backtests', '1.json'))).toBe(
      false,
    );
    expect((await ask(`${of(1)}/backtest`, post({ keep: 'yes' }))).status).toBe(400);
    expect((await ask(`${of(9_999)}/backtest`, post({ keep: true }))).status).toBe(404);
    const audit = readFileSync(join(server.store.root, 'audit.jsonl'), 'utf8');
    const subject = `${server.own}/symbols/SPX/evaluations/9999`;
    expect(JSON.parse(audit.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      action: 'backtest',
      subject,
      status: 404,
    });
    expect(server.errors).toEqual([]);
  });
});
