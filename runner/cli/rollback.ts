import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { rollBack } from '../promote/roll-back.ts';
import { ownWho } from '../run/own-who.ts';
import type { CommandContext } from './context.ts';
import { promotionDesk } from './promotion-desk.ts';
import { promotionText } from './promotion-text.ts';

interface RollbackFlags {
  readonly to: string;
  readonly why?: string;
  readonly force?: true;
  readonly json?: true;
}

export function rollbackCommand({ services, out }: CommandContext): Command {
  return new Command('rollback')
    .description('put back what a live file held before its last promotion; again: before that')
    .requiredOption('--to <file>', 'the live file')
    .option('--why <text>', 'the reason, for the record')
    .option('--force', 'though somebody else has changed the file since')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune rollback --to live/spy.yaml --why "fills are worse than tested"\n',
    )
    .action(async (flags: RollbackFlags) => {
      const { to: file, force, json } = flags;
      const why = flags.why ?? null;
      const { record, note } = promotionDesk(services);
      const promotion = await rollBack(record, { file, by: ownWho(), why, force: force === true });
      const { file: subject, n } = promotion;
      await note({ action: 'rollback', subject, n, why });
      if (json === true) out.write(jsonText({ file: subject, promotion }));
      else out.write(`${subject} is live: ${promotionText(promotion)}\n`);
    });
}
