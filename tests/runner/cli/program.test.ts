import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../../runner/cli/program.ts';
import { commandLine } from './command-line.ts';
import { recordingScreen } from './recorded-run.ts';

describe('createProgram()', () => {
  test('gives every command a description, examples and --help', () => {
    using cli = commandLine();
    const screens = { out: recordingScreen(), err: recordingScreen() };
    const program = createProgram({ ...screens, services: cli.services, finish: () => {} });
    const names = program.commands.map((command) => command.name());
    expect(names).toEqual(
      expect.arrayContaining(['optimize', 'resume', 'show', 'serve', 'notify']),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const command of program.commands) expect(command.description()).not.toBe('');
    expect(program.helpInformation()).not.toContain('setup');
  });
});

describe('runProgram()', () => {
  test.each([
    'optimize',
    'backtest',
    'resume',
    'runs',
    'show',
    'analyze',
    'front',
    'validate',
    'info',
    'doctor',
    'serve',
    'token',
    'schema',
    'quickstart',
  ])('prints help of %s with examples and ends with 0', async (command) => {
    using cli = commandLine();
    const { code, out } = await cli.run(command, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: leantune ${command}`);
    expect(out).toContain('Examples:');
  });

  test('ends with 2 for an unknown command, flag or value', async () => {
    using cli = commandLine();
    for (const args of [
      ['optimise'],
      ['runs', '--jsonn'],
      ['serve', '--port', 'x'],
      ['optimize'],
    ]) {
      const { code, err } = await cli.run(...args);
      expect([code, err]).toEqual([2, expect.stringMatching(/error|Error/)]);
    }
  });

  test('stop() ends with 2 where no daemon is at work', async () => {
    using cli = commandLine();
    const { code, err } = await cli.run('stop');
    expect(code).toBe(2);
    expect(err).toContain('wanted a daemon at work, found none');
  });

  test('info(), token() and schema() print JSON', async () => {
    using cli = commandLine();
    const info = JSON.parse((await cli.run('info', '--json')).out);
    expect(info).toMatchObject({
      versions: { leantune: '0.1.0' },
      samplers: ['lhs'],
      daemon: null,
    });
    expect(JSON.parse((await cli.run('token', '--json')).out)).toEqual({
      token: 'a-token',
    });
    expect(JSON.parse((await cli.run('schema')).out)).toEqual({ type: 'object' });
    await cli.run('schema', '--write');
    const file = join(cli.home, 'config', 'schema', 'job.schema.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ type: 'object' });
  });

  test('tells an error in one line, and ends with 1', async () => {
    const token = () => Promise.reject(new Error('Cannot read the token'));
    using cli = commandLine({ token });
    const { code, err } = await cli.run('token');
    expect([code, err]).toEqual([1, 'Error: Cannot read the token\n']);
  });
});
