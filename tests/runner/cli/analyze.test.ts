import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeEvaluation } from '../../../runner/run/evaluation-line.ts';
import { commandLine, done } from './command-line.ts';
import { evaluation, progressOf } from './recorded-run.ts';

describe('leantune analyze', () => {
  test('tells how each symbol came to its best, or one of them', async () => {
    using cli = commandLine();
    const symbols = [progressOf(), progressOf({ symbol: 'QQQ', folder: 'QQQ' })];
    const { id } = await cli.record({ ...done, symbols });
    await mkdir(join(cli.services.store.folder(id), 'SPX'));
    const lines = [1, 3, 2].map((fitness, index) =>
      encodeEvaluation(evaluation({ id: index + 1, fitness, stage_detail: `gen_${index + 1}` })),
    );
    await writeFile(
      join(cli.services.store.folder(id), 'SPX', 'evaluations.jsonl'),
      lines.join(''),
    );
    const shown = await cli.run('analyze', 'latest');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('best        3 at evaluation 2, generation 2 of genetic');
    expect(shown.out).toContain('1 evaluation (33 %) in 1 generation after it');
    expect(shown.out).toContain('Convergence of QQQ: none of 0 evaluations gave a valid set');
    const one = await cli.run('analyze', id, '--symbol', 'SPX', '--json');
    const json = JSON.parse(one.out);
    expect(json).toMatchObject({ run: id, symbols: [{ symbol: 'SPX', valid: 3 }] });
    expect(json.symbols).toHaveLength(1);
    const none = await cli.run('analyze', id, '--symbol', 'IBM');
    expect(none).toMatchObject({ code: 2 });
    expect(none.err).toContain('wanted one of SPX, QQQ, found "IBM"');
  });
});
