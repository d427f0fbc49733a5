import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeEvaluation } from '../../../runner/run/evaluation-line.ts';
import { commandLine, done } from './command-line.ts';
import { evaluation, jobOf } from './recorded-run.ts';

describe('leantune front', () => {
  test('lists what no other set beats, most of the first objective first', async () => {
    using cli = commandLine();
    const objectives = [
      { metric: 'net_pnl', direction: 'maximize' },
      { metric: 'max_drawdown', direction: 'minimize' },
    ] as const;
    const { id } = await cli.record(done, jobOf({ objectives }));
    await mkdir(join(cli.services.store.folder(id), 'SPX'));
    const sets = [
      [10, 5],
      [30, 9],
      [9, 6],
    ] as const;
    const lines = sets.map(([net_pnl, max_drawdown], index) => {
      const values = { net_pnl, max_drawdown, objectives: [net_pnl, -max_drawdown] };
      return encodeEvaluation(evaluation({ id: index + 1, ...values }));
    });
    await writeFile(
      join(cli.services.store.folder(id), 'SPX', 'evaluations.jsonl'),
      lines.join(''),
    );
    const shown = await cli.run('front', 'latest');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('SPX: 2 sets that no other beats');
    expect(shown.out).toMatch(/^id +net_pnl ↑ +max_drawdown ↓ +fitness \(calmar\) +fast +slow$/m);
    expect(shown.out).toMatch(/^ 2 +30 +9 .*\n 1 +10 +5 /m);
    const { symbols } = JSON.parse((await cli.run('front', id, '--json')).out);
    expect(symbols[0].rows.map((row: { id: number }) => row.id)).toEqual([2, 1]);
  });

  test('of a run with one fitness alone ends with 2', async () => {
    using cli = commandLine();
    await cli.record(done);
    const { code, err } = await cli.run('front', 'latest');
    expect(code).toBe(2);
    expect(err).toContain('objectives: wanted two or more in its job, found one fitness alone');
  });
});
