import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { differenceTo } from '../promote/difference.ts';
import type { LiveFormatName } from '../promote/live-format.ts';
import { checksText, differenceText } from './candidate-text.ts';
import type { CommandContext } from './context.ts';
import { type DeskFlags, formatOption, promotionDesk, stagingOption } from './promotion-desk.ts';
import { promotionText } from './promotion-text.ts';

interface ReviewOptions extends DeskFlags {
  readonly to?: string;
  readonly format?: LiveFormatName;
  readonly json?: true;
}

export function reviewCommand({ services, out }: CommandContext): Command {
  return new Command('review')
    .description('show what promoting a candidate would change, and what its checks say now')
    .argument('[candidate]', 'id of a candidate, its beginning, or latest', 'latest')
    .option('--to <file>', 'the live file to compare with')
    .addOption(formatOption())
    .addOption(stagingOption())
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune review --to live/spy.yaml\n  $ npx leantune review 20261121_1815 --to lean/config.json\n',
    )
    .action(async (id: string, options: ReviewOptions) => {
      const { staging, record, ...desk } = promotionDesk(services, options);
      const candidate = await staging.read(id);
      const checks = await desk.checks(candidate);
      const { to: file, format } = options;
      const difference = await differenceTo(record, candidate, { file, format });
      if (options.json === true) {
        out.write(jsonText({ candidate: candidate.id, checks, ...difference }));
        return;
      }
      const { run, symbol, evaluation } = candidate;
      const title = `Candidate ${candidate.id}: evaluation ${evaluation} of ${run}, ${symbol}`;
      out.write(`${out.style('bold', title)}\n`);
      if (difference.live !== null) out.write(`Live: ${promotionText(difference.live)}\n`);
      out.write(`\n${differenceText(difference)}\n${checksText(checks, out.style)}`);
    });
}
