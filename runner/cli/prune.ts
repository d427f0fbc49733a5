import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { bytesText, manyText } from '../domain/number-text.ts';
import {
  PROTECTIONS,
  type Protection,
  type RetainedRun,
  type RetentionPlan,
  type RetentionRule,
} from '../domain/retention.ts';
import type { CommandContext } from './context.ts';
import { wholeNumber } from './flag-values.ts';
import { pruneRuns } from './prune-desk.ts';
import { bytesIn, daysIn, protectionList } from './retention-flags.ts';
import { type Column, tableText } from './table-text.ts';

interface PruneFlags {
  readonly keep?: number;
  readonly olderThan?: number;
  readonly maxSize?: number;
  readonly include?: readonly Protection[];
  readonly yes?: true;
  readonly json?: true;
}

export function pruneCommand({ services, out, err }: CommandContext): Command {
  return new Command('prune')
    .description('remove old runs for good; without --yes it only says which')
    .option('--keep <n>', 'so many of the newest runs stay, whatever else is said', wholeNumber)
    .option('--older-than <time>', 'runs that ended so long ago go: 90d, 12w, 6m, 1y', daysIn)
    .option('--max-size <size>', 'the oldest go until all take no more: 500MB, 10GB', bytesIn)
    .option(
      '--include <kinds>',
      `what is else protected: ${PROTECTIONS.join(', ')}`,
      protectionList,
    )
    .option('--yes', 'remove them')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: PruneFlags) => {
      const rule: RetentionRule = {
        keep: flags.keep,
        older_than_days: flags.olderThan,
        max_bytes: flags.maxSize,
        include: flags.include ?? [],
      };
      const done = flags.yes === true;
      const plan = await pruneRuns(services, rule, done);
      if (flags.json === true) out.write(jsonText({ ...plan, carried_out: done }));
      else out.write(planText(plan, rule, done));
      for (const id of plan.broken) err.write(`Run ${id} cannot be read, and stays\n`);
    });
}

const COLUMNS: readonly Column<RetainedRun>[] = [
  { title: 'run', text: ({ id }) => id },
  { title: 'name', text: ({ name }) => name },
  { title: 'state', text: ({ state }) => state },
  { title: 'last at', text: ({ updated_at: at }) => at.slice(0, 10) },
  { title: 'size', align: 'right', text: ({ bytes }) => bytesText(bytes) },
  { title: 'why', text: ({ why }) => why },
];

function planText(plan: RetentionPlan, rule: RetentionRule, done: boolean): string {
  const { removed, kept, removed_bytes: freed, kept_bytes: rest } = plan;
  const went = `${manyText(removed.length, 'run')}, ${bytesText(freed)}`;
  const { max_bytes: most } = rule;
  const short =
    most !== undefined && rest > most
      ? `What stays is more than ${bytesText(most)}: it is protected, or among the newest.\n`
      : '';
  const end = done
    ? `Removed ${went}; ${manyText(kept.length, 'run')}, ${bytesText(rest)} stay.\n`
    : `Would free ${bytesText(freed)}; nothing is removed without --yes.\n`;
  return [
    ...(removed.length === 0
      ? ['Nothing to remove.\n\n']
      : [`${done ? 'Gone' : 'Would go'}: ${went}\n${tableText(COLUMNS, removed)}\n`]),
    ...(kept.length === 0
      ? []
      : [
          `Stay: ${manyText(kept.length, 'run')}, ${bytesText(rest)}\n${tableText(COLUMNS, kept)}\n`,
        ]),
    short,
    removed.length === 0 ? '' : end,
  ].join('');
}

const EXAMPLES = `
Examples:
  $ npx leantune prune --older-than 90d                what would go, and why the others stay
  $ npx leantune prune --older-than 90d --keep 20 --yes
  $ npx leantune prune --max-size 10GB --yes           the oldest first
  $ npx leantune prune --keep 5 --include study,noted --yes

--keep alone removes all but the newest; with another limit it only protects. These stay unless
--include names them: unfinished (can be resumed), promoted, staged (a candidate is of it), noted
(a tag or note of yours, or archived), study (a run of one; \`study delete\` removes whole studies),
dropped (its job file still stands in config/, and would be run again). What is under way always
stays. Nothing brings back what was removed.
`;
