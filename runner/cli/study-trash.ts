import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { manyText } from '../domain/number-text.ts';
import type { CommandContext } from './context.ts';
import { wholeNumber } from './flag-values.ts';
import { changeStudies, type JsonFlag, studyReader } from './study-desk.ts';
import { shownName, trashText } from './study-text.ts';

export function deleteStudyCommand({ services, out }: CommandContext): Command {
  return new Command('delete')
    .description('move it with all its runs to the trash; undelete brings it back')
    .argument('<study>', 'name of the study')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: JsonFlag) => {
      const action = { name: 'delete study', subject: name };
      const deleted = await changeStudies(services, action, (studies) => studies.delete(name));
      const runs = manyText(deleted.runs.length, 'run');
      const text = `Study "${name}" with ${runs} is in the trash.\nBack: npx leantune study undelete ${quoted(name)}\n`;
      out.write(json === true ? jsonText(deleted) : text);
    });
}

export function undeleteStudyCommand({ services, out }: CommandContext): Command {
  return new Command('undelete')
    .description('bring it back from the trash as it was')
    .argument('<study>', 'name of the study, or the id that trash shows')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: JsonFlag) => {
      const action = { name: 'undelete study', subject: name };
      const back = await changeStudies(services, action, (studies) => studies.undelete(name));
      out.write(json === true ? jsonText(back) : `Study "${shownName(back)}" is back.\n`);
    });
}

export function trashCommand({ services, out }: CommandContext): Command {
  return new Command('trash')
    .description('list the studies that were deleted')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: JsonFlag) => {
      const deleted = await studyReader(services).deleted();
      if (json === true) out.write(jsonText({ deleted }));
      else out.write(deleted.length === 0 ? 'The trash is empty.\n' : trashText(deleted));
    });
}

export function emptyTrashCommand({ services, out }: CommandContext): Command {
  return new Command('empty-trash')
    .description('remove what was deleted for good')
    .option('--older-than <days>', 'what was deleted so many days ago or earlier', wholeNumber, 0)
    .option('--json', 'print one JSON document')
    .action(async ({ json, olderThan }: JsonFlag & { readonly olderThan: number }) => {
      const action = { name: 'empty trash', subject: `older than ${olderThan} days` };
      const removed = await changeStudies(services, action, (studies) =>
        studies.emptyTrash(olderThan),
      );
      const names = removed.map((one) => `"${shownName(one)}"`).join(', ');
      const text = removed.length === 0 ? 'Nothing to remove.\n' : `Removed for good: ${names}\n`;
      out.write(json === true ? jsonText({ removed }) : text);
    });
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
