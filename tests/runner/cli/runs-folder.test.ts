import { describe, expect, test } from 'vitest';
import { takeRunsFolder } from '../../../runner/cli/runs-folder.ts';

describe('takeRunsFolder()', () => {
  test.each([
    [['runs', '--runs-dir', 'other', '--json']],
    [['--runs-dir', 'other', 'runs', '--json']],
    [['runs', '--runs-dir=other', '--json']],
  ])('takes the folder out of %j', (args) => {
    expect(takeRunsFolder(args)).toEqual({ runsFolder: 'other', args: ['runs', '--json'] });
  });

  test.each([[['runs']], [['runs', '--runs-dir']], [['runs', '--runs-dir', '--json']]])(
    'leaves %j as it is, to be refused where a folder is missing',
    (args) => {
      expect(takeRunsFolder(args)).toEqual({ runsFolder: undefined, args });
    },
  );
});
