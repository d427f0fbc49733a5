import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine, done } from './command-line.ts';

describe('leantune runs and leantune show', () => {
  test('runs() and show() read what is stored, as text and as JSON', async () => {
    using cli = commandLine();
    const none = await cli.run('runs');
    expect([none.code, none.out]).toEqual([0, `No runs in ${join(cli.home, 'runs')} yet.\n`]);
    const { id } = await cli.record(done);
    const listed = await cli.run('runs');
    expect(listed.out).toMatch(
      new RegExp(`^run .*\\n${id} +quickstart +sma-cross +SPX +complete +1.841 +611`),
    );
    expect(JSON.parse((await cli.run('runs', '--json')).out).runs[0].id).toBe(id);
    const shown = await cli.run('show', 'latest');
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('Best of SPX');
    const json = JSON.parse((await cli.run('show', id.slice(0, 6), '--json')).out);
    expect(json.record.symbols[0].best.profit_factor).toBe('Infinity');
  });

  test('show() ends with 2 for a run that is not there', async () => {
    using cli = commandLine();
    const { code, err } = await cli.run('show', '2019');
    expect(code).toBe(2);
    expect(err).toContain('Cannot find run "2019"');
  });

  test('show() says of a run whose record is broken what is wrong with it', async () => {
    using cli = commandLine();
    const { id } = await cli.record(done);
    await writeFile(join(cli.services.store.folder(id), 'run.json'), '{bad');
    const { code, err } = await cli.run('show', id);
    expect(code).toBe(2);
    expect(err).toMatch(/found a broken one: .*run\.json": wanted JSON/);
  });
});
