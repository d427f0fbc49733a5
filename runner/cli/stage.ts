import { Command, InvalidArgumentError } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import type { CheckResult } from '../promote/candidate.ts';
import { checksText } from './candidate-text.ts';
import type { CommandContext } from './context.ts';
import { findRun } from './find-run.ts';
import { type DeskFlags, stagingOption } from './promotion-desk.ts';
import { stageSet } from './stage-best.ts';

interface StageOptions extends DeskFlags {
  readonly symbol?: string;
  readonly evaluation?: number;
  readonly json?: true;
}

export function stageCommand({ services, out }: CommandContext): Command {
  return new Command('stage')
    .description('put the best parameters of a run up for promotion, and check them')
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--symbol <symbol>', 'of this symbol, where the run has several')
    .option('--evaluation <id>', 'this evaluation in place of the best', evaluationId)
    .addOption(stagingOption())
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, options: StageOptions) => {
      const stored = await findRun(services.store, run);
      const { candidate, file } = await stageSet(services, { ...options, run: stored });
      if (options.json === true) {
        out.write(jsonText({ file, candidate }));
        return;
      }
      const { id, symbol, evaluation, checks } = candidate;
      const title = `Candidate ${id}: evaluation ${evaluation} of ${candidate.run}, ${symbol}`;
      out.write(`${out.style('bold', title)}\n${checksText(checks, out.style)}\n${file}\n`);
      out.write(`Next: npx leantune review --to FILE${adviceOf(checks)}\n`);
    });
}

function adviceOf(checks: readonly CheckResult[]): string {
  const failing = checks.filter(({ state }) => state === 'fail');
  if (failing.length === 0) return '';
  return `; as it is, promote refuses it (${failing.map(({ name }) => name).join(', ')})`;
}

export function evaluationId(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new InvalidArgumentError('wanted the id of an evaluation, such as 137');
}

const EXAMPLES = `
Examples:
  $ npx leantune stage latest
  $ npx leantune stage 20261121_101530 --symbol SPY --evaluation 137
`;
