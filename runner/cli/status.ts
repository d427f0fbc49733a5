import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { manyText } from '../domain/number-text.ts';
import { type LiveStatus, liveStatus } from '../promote/live-status.ts';
import type { PromotionRecord } from '../promote/promotion-record.ts';
import type { CommandContext } from './context.ts';
import { type Field, fieldLines } from './field-lines.ts';
import { promotionDesk } from './promotion-desk.ts';
import { promotionText } from './promotion-text.ts';
import type { Screen } from './screen.ts';

interface StatusFlags {
  readonly file?: string;
  readonly json?: true;
}

export function statusCommand({ services, out }: CommandContext): Command {
  return new Command('status')
    .description('say which promotion a live file is, and whether it was edited since')
    .option('--file <file>', 'the live file; all that were ever promoted to where absent')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune status\n  $ npx leantune status --file live/spy.yaml --json\n',
    )
    .action(async ({ file, json }: StatusFlags) => {
      const { record } = promotionDesk(services);
      const files = file === undefined ? await filesOf(record) : [file];
      const found: LiveStatus[] = [];
      for (const one of files) found.push(await liveStatus(record, one));
      if (json === true) out.write(jsonText(file === undefined ? { files: found } : found[0]));
      else if (found.length === 0) out.write('Nothing was promoted yet.\n');
      else out.write(found.map((status) => statusText(status, out.style)).join('\n'));
    });
}

async function filesOf(record: PromotionRecord): Promise<readonly string[]> {
  return [...new Set((await record.list()).map(({ file }) => file))];
}

const STATES: Readonly<Record<LiveStatus['state'], string>> = {
  live: 'what was promoted, unchanged',
  edited: 'edited since it was promoted',
  restored: 'what was there before the first promotion',
  missing: 'promoted once; there is no file now',
  unknown: 'never promoted to',
};

function statusText(status: LiveStatus, style: Screen['style']): string {
  const { file, state, promotion, cutOff, changes, parameters, earlier } = status;
  const values = Object.entries(parameters ?? {}).map(([name, value]) => `${name}=${value}`);
  const changed = changes.map(({ name, before, after }) => `${name} ${before} → ${after}`);
  const fields: Field[] = [
    ['state', state === 'live' ? STATES[state] : style('yellow', STATES[state])],
    [state === 'edited' ? 'promoted last' : 'promotion', promotion && promotionText(promotion)],
    ['edited', changed.length === 0 ? null : changed.join(', ')],
    ['parameters', values.length === 0 ? null : values.join(' ')],
    ['constraints', constraintsText(status)],
    ['cut off', cutOff && `${promotionText(cutOff)}; the file was not changed by it`],
    ['rollbacks', earlier === 0 ? null : manyText(earlier, 'earlier content')],
  ];
  return `${style('bold', file)}\n${fieldLines(fields, style)}`;
}

function constraintsText({ constraints, state }: LiveStatus): string | null {
  if (constraints !== null) {
    return constraints.hold ? 'hold' : `broken: ${constraints.broken.join(', ')}`;
  }
  return state === 'edited' ? 'not known: these parameters were not tested' : null;
}
