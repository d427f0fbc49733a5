import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { promote } from '../../../runner/promote/promote.ts';
import { openPromotionRecord } from '../../../runner/promote/promotion-record.ts';
import { openStaging } from '../../../runner/promote/staging.ts';
import { addVerification } from '../../../runner/run/verifications.ts';
import type { CandidateView, ProblemView, PromotionsView } from '../../../runner/server/views.ts';
import { aVerification } from '../../fixtures/a-verification.ts';
import { fakeEvaluation } from '../daemon/fake-runner.ts';
import { passing, who } from '../promote/a-candidate.ts';
import { openTestService, post, type TestService } from './test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await openTestService();
});
afterEach(() => service[Symbol.asyncDispose]());

async function ask<View>(path: string, init?: RequestInit) {
  const response = await fetch(`${service.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as View };
}

/** A run with one good set, that was repeated where `isRepeated`. */
async function aRun(isRepeated: boolean): Promise<string> {
  const best = { ...fakeEvaluation(1), status: 'complete' as const, trade_count: 40 };
  const { id } = await service.addRun([best], ({ symbols }) => ({
    symbols: symbols.map((symbol) => ({
      ...symbol,
      best,
      counts: { ...symbol.counts, evaluations: 1, complete: 1 },
    })),
  }));
  if (isRepeated) {
    await addVerification(join(service.store.folder(id), 'SPY'), aVerification({ evaluation: 1 }));
  }
  return id;
}

const auditLines = () =>
  readFileSync(join(service.root, 'runs', 'audit.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('POST /api/runs/:run/stage', () => {
  test('stages the best with its checks, for whoever has the token', async () => {
    const id = await aRun(true);
    const { status, body } = await ask<CandidateView>(`/api/runs/${id}/stage`, post({}));
    expect(status).toBe(201);
    expect(body.candidate).toMatchObject({
      run: id,
      evaluation: 1,
      staged_by: { via: 'http', address: '127.0.0.1' },
    });
    expect(body.candidate.checks).toContainEqual({
      name: 'repeat',
      state: 'pass',
      found: 'in a fresh process: equal',
    });
    const { body: all } = await ask<PromotionsView>('/api/promotions');
    expect(all).toEqual({ promotions: [], candidates: [body.candidate.id] });
    const denied = await ask<ProblemView>(`/api/runs/${id}/stage`, {
      ...post({}),
      headers: { 'content-type': 'application/json' },
    });
    expect(denied.status).toBe(401);
  });

  test('says what is wrong with the request', async () => {
    const id = await aRun(true);
    const symbol = await ask<ProblemView>(`/api/runs/${id}/stage`, post({ symbol: 'NONE' }));
    expect(symbol).toMatchObject({ status: 422, body: { problems: [{ wanted: 'one of SPY' }] } });
    expect((await ask(`/api/runs/${id}/stage`, post({ evaluation: 0 }))).status).toBe(400);
    expect((await ask('/api/runs/20200101_000000/stage', post({}))).status).toBe(404);
  });
});

describe('POST /api/promotions', () => {
  test('goes only where somebody has promoted to from the machine itself', async () => {
    const id = await aRun(true);
    const { body } = await ask<CandidateView>(`/api/runs/${id}/stage`, post({}));
    const to = join(service.root, 'live.yaml');
    const request = { candidate: body.candidate.id, to, why: 'from the site', force: true };
    expect(await ask<ProblemView>('/api/promotions', post(request))).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('the first time is at the command line') },
    });
    const record = openPromotionRecord(join(service.root, 'runs', 'promotions'));
    const candidate = await openStaging(join(service.root, 'staging')).read('latest');
    const options = { candidate, checks: passing, file: to, by: who, why: null, force: false };
    await promote(record, options);
    writeFileSync(to, 'fast: 3\n');
    const { status } = await ask('/api/promotions', post(request));
    expect(status).toBe(201);
    expect(readFileSync(to, 'utf8')).toContain('leantune: promoted');
    const { body: all } = await ask<PromotionsView>('/api/promotions');
    expect(all.promotions.map(({ n, by, why }) => [n, by.via, why])).toEqual([
      [1, 'cli', null],
      [2, 'http', 'from the site'],
    ]);
  });

  test('is refused while checks fail', async () => {
    const id = await aRun(false);
    const { body } = await ask<CandidateView>(`/api/runs/${id}/stage`, post({}));
    const to = join(service.root, 'live.yaml');
    const record = openPromotionRecord(join(service.root, 'runs', 'promotions'));
    const candidate = await openStaging(join(service.root, 'staging')).read('latest');
    await promote(record, { candidate, checks: [], file: to, by: who, why: null, force: false });
    const request = { candidate: body.candidate.id, to };
    expect(await ask<ProblemView>('/api/promotions', post(request))).toMatchObject({
      status: 422,
      body: { problems: expect.arrayContaining([expect.objectContaining({ path: 'repeat' })]) },
    });
  });
});

describe('the audit trail', () => {
  test('notes every change that the token allowed, with who asked and the answer', async () => {
    const id = await aRun(true);
    await ask(`/api/runs/${id}/stage`, post({}));
    await ask(`/api/runs/${id}/stop`, post({}));
    await ask('/api/jobs', post({ file: 'no-such-ending', text: '{}' }));
    await ask(`/api/runs/${id}/stop`, { method: 'POST' });
    await ask('/api/promotions');
    expect(
      auditLines().map(({ action, subject, by, status }) => [action, subject, by, status]),
    ).toEqual([
      ['stage', id, { via: 'http', address: '127.0.0.1' }, 201],
      ['stop', id, { via: 'http', address: '127.0.0.1' }, 409],
      ['drop', 'no-such-ending', { via: 'http', address: '127.0.0.1' }, 422],
    ]);
  });
});
