import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { writeFileAtomic } from '../run/atomic-write.ts';
import type { CommandContext } from './context.ts';

export function schemaCommand(context: CommandContext): Command {
  return new Command('schema')
    .description('print the JSON Schema of job files')
    .option('--write', 'write it to config/schema/job.schema.json, where the examples point')
    .addHelpText('after', '\nExamples:\n  $ npx leantune schema\n  $ npx leantune schema --write\n')
    .action(async (options: { readonly write?: true }) => {
      const { services, out } = context;
      const text = jsonText(services.reader.schema());
      if (options.write !== true) {
        out.write(text);
        return;
      }
      const folder = join(services.projectRoot, 'config', 'schema');
      await mkdir(folder, { recursive: true });
      await writeFileAtomic(join(folder, 'job.schema.json'), text);
      out.write(`Written: ${join(folder, 'job.schema.json')}\n`);
    });
}
