import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { compareStudies } from '../run/study-comparison.ts';
import type { CommandContext } from './context.ts';
import { changeStudies, type JsonFlag, studyReader } from './study-desk.ts';
import { studyExportCommand } from './study-export.ts';
import { comparisonText, shownName, studiesText, studyText } from './study-text.ts';
import {
  deleteStudyCommand,
  emptyTrashCommand,
  trashCommand,
  undeleteStudyCommand,
} from './study-trash.ts';

export function studyCommand(context: CommandContext): Command {
  const command = new Command('study')
    .description('studies: runs that go on from each other under one name')
    .addHelpText('after', EXAMPLES);
  const add = (create: (own: CommandContext) => Command): void =>
    void command.addCommand(create(context));
  for (const create of [list, show, compare, studyExportCommand, rename, tag, note]) add(create);
  add((own) => archive(own, true));
  add((own) => archive(own, false));
  for (const create of TRASH) add(create);
  return command;
}

function list({ services, out }: CommandContext): Command {
  return new Command('list')
    .description('list the studies, those worked on last first')
    .option('--all', 'those that are archived, too')
    .option('--json', 'print one JSON document')
    .action(async ({ json, all }: JsonFlag & { readonly all?: true }) => {
      const studies = await studyReader(services).list();
      const shown = studies.filter(({ archived }) => all === true || !archived);
      if (json === true) out.write(jsonText({ studies: shown }));
      else if (studies.length === 0) out.write(NONE);
      else out.write(studiesText(shown));
    });
}

function show({ services, out }: CommandContext): Command {
  return new Command('show')
    .description('show one: its bests, its runs and what each knew, its note')
    .argument('<study>', 'name of the study')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json }: JsonFlag) => {
      const study = await studyReader(services).show(name);
      out.write(json === true ? jsonText(study) : studyText(study, out.style));
    });
}

function compare({ services, out }: CommandContext): Command {
  return new Command('compare')
    .description('compare two: bests, evaluations, time, and in which parameters the bests differ')
    .argument('<one>', 'name of a study')
    .argument('<other>', 'name of another')
    .option('--json', 'print one JSON document')
    .action(async (one: string, other: string, { json }: JsonFlag) => {
      const reader = studyReader(services);
      const found = compareStudies(await reader.show(one), await reader.show(other));
      out.write(json === true ? jsonText(found) : comparisonText(found, out.style));
    });
}

function rename({ services, out }: CommandContext): Command {
  return new Command('rename')
    .description('give it another name; jobs may use the old one and the new one')
    .argument('<study>', 'name of the study')
    .argument('<title>', 'the new name')
    .option('--json', 'print one JSON document')
    .action(async (name: string, title: string, { json }: JsonFlag) => {
      const action = { name: 'rename study', subject: name };
      const changed = await changeStudies(services, action, (studies) =>
        studies.annotate(name, { title }),
      );
      const text = `Study "${name}" is called "${shownName(changed)}" now.\n`;
      out.write(json === true ? jsonText(changed) : text);
    });
}

function tag({ services, out }: CommandContext): Command {
  return new Command('tag')
    .description('give it tags, in place of those that it has')
    .argument('<study>', 'name of the study')
    .argument('[tags...]', 'words; none takes all away')
    .option('--json', 'print one JSON document')
    .action(async (name: string, tags: string[], { json }: JsonFlag) => {
      const action = { name: 'tag study', subject: name };
      const changed = await changeStudies(services, action, (studies) =>
        studies.annotate(name, { tags: [...new Set(tags)] }),
      );
      const text = `Study "${name}" has ${tags.length === 0 ? 'no tags' : `the tags ${tags.join(', ')}`} now.\n`;
      out.write(json === true ? jsonText(changed) : text);
    });
}

function note({ services, out }: CommandContext): Command {
  return new Command('note')
    .description('write its note (Markdown), in place of what it says')
    .argument('<study>', 'name of the study')
    .argument('<text>', 'the note, or - to read it from stdin')
    .option('--json', 'print one JSON document')
    .action(async (name: string, text: string, { json }: JsonFlag) => {
      const written = text === '-' ? await readFile('/dev/stdin', 'utf8') : text;
      const action = { name: 'note study', subject: name };
      const changed = await changeStudies(services, action, (studies) =>
        studies.annotate(name, { note: written }),
      );
      out.write(json === true ? jsonText(changed) : `The note of study "${name}" is written.\n`);
    });
}

function archive({ services, out }: CommandContext, archived: boolean): Command {
  const name = archived ? 'archive' : 'unarchive';
  return new Command(name)
    .description(archived ? 'put it out of sight; nothing is lost' : 'put it in sight again')
    .argument('<study>', 'name of the study')
    .option('--json', 'print one JSON document')
    .action(async (study: string, { json }: JsonFlag) => {
      const action = { name: `${name} study`, subject: study };
      const changed = await changeStudies(services, action, (studies) =>
        studies.annotate(study, { archived }),
      );
      const text = `Study "${study}" is ${archived ? 'archived' : 'in sight again'}.\n`;
      out.write(json === true ? jsonText(changed) : text);
    });
}

const TRASH = [deleteStudyCommand, undeleteStudyCommand, trashCommand, emptyTrashCommand];

const NONE = `No studies yet: a job that says "study": "NAME", or optimize --study NAME, begins one.\n`;

const EXAMPLES = `
Examples:
  $ npx leantune optimize spy.json --study spy --evaluations 200
  $ npx leantune optimize spy.json --study spy --evaluations 200 --more   200 more, of other sets
  $ npx leantune study list
  $ npx leantune study show spy
  $ npx leantune study compare spy spy-weekly
  $ npx leantune study export spy -o spy.csv
  $ npx leantune study note spy "Stops below **2 %** only cost."
  $ npx leantune study delete spy && npx leantune study undelete spy
`;
