import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import type { LiveFormatName } from '../promote/live-format.ts';
import { promote } from '../promote/promote.ts';
import { ownWho } from '../run/own-who.ts';
import type { CommandContext } from './context.ts';
import { type DeskFlags, formatOption, promotionDesk, stagingOption } from './promotion-desk.ts';
import { promotionText } from './promotion-text.ts';

interface PromoteFlags extends DeskFlags {
  readonly to: string;
  readonly format?: LiveFormatName;
  readonly why?: string;
  readonly force?: true;
  readonly json?: true;
}

export function promoteCommand({ services, out }: CommandContext): Command {
  return new Command('promote')
    .description('make a candidate live: replaces the file at one instant and keeps what it held')
    .argument('[candidate]', 'id of a candidate, its beginning, or latest', 'latest')
    .requiredOption('--to <file>', 'the live file: .yaml, .json, or a config.json of LEAN')
    .addOption(formatOption())
    .option('--why <text>', 'the reason, for the record')
    .option('--force', 'though checks fail; asks for --why')
    .addOption(stagingOption())
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, options: PromoteFlags) => {
      const { staging, record, ...desk } = promotionDesk(services, options);
      const candidate = await staging.read(id);
      const { promotion, path } = await promote(record, {
        candidate,
        checks: await desk.checks(candidate),
        file: options.to,
        format: options.format,
        by: ownWho(),
        why: options.why ?? null,
        force: options.force === true,
      });
      if (promotion !== null) {
        const { n, why } = promotion;
        await desk.note({ action: 'promote', subject: path, run: candidate.run, n, why });
      }
      if (options.json === true) out.write(jsonText({ file: path, promotion }));
      else if (promotion === null) out.write(`${path} holds this already; nothing was written.\n`);
      else out.write(`${path} is live: ${promotionText(promotion)}\n`);
    });
}

const EXAMPLES = `
Examples:
  $ npx leantune promote --to live/spy.yaml --why "better on 2016 to 2020, too"
  $ npx leantune promote 20261121_1815 --to ../lean/config.json

Refused while a check fails; --force with --why overrules it, and the record says so.
`;
