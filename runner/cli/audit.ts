import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { printable } from '../domain/printable.ts';
import { whoText } from '../domain/who.ts';
import { type NotedEntry, readAudit } from '../run/audit.ts';
import type { CommandContext } from './context.ts';
import { wholeNumber } from './flag-values.ts';
import { tableText } from './table-text.ts';

interface AuditFlags {
  readonly tail: number;
  readonly json?: true;
}

/** Entries that are shown where nothing is said. */
const USUAL = 20;

export function auditCommand({ services, out }: CommandContext): Command {
  return new Command('audit')
    .description('show who asked for what, when and from where')
    .option('--tail <n>', `the last N (default: ${USUAL})`, wholeNumber, USUAL)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune audit\n  $ npx leantune audit --tail 500 --json\n',
    )
    .action(async ({ tail, json }: AuditFlags) => {
      const entries = (await readAudit(services.store.root)).slice(-tail);
      if (json === true) out.write(jsonText({ entries }));
      else if (entries.length === 0) out.write('Nothing was noted yet.\n');
      else out.write(auditText(entries));
    });
}

function auditText(entries: readonly NotedEntry[]): string {
  return tableText<NotedEntry>(
    [
      { title: 'when (UTC)', text: ({ at }) => at.slice(0, 19).replace('T', ' ') },
      { title: 'who', text: ({ by }) => whoText(by) },
      { title: 'action', text: ({ action }) => action },
      { title: 'to', text: ({ subject }) => printable(subject) },
      { title: '', text: moreText },
    ],
    entries,
  );
}

const SHOWN = ['v', 'at', 'action', 'subject', 'by'];

/** What else was noted, such as why. */
function moreText(entry: NotedEntry): string {
  const more = Object.entries(entry)
    .filter(([name, value]) => !SHOWN.includes(name) && value !== null)
    .map(([name, value]) => `${name}: ${value}`);
  return printable(more.join(', '));
}
