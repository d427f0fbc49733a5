import { Command, CommanderError } from 'commander';
import { analyzeCommand } from './analyze.ts';
import { auditCommand } from './audit.ts';
import { backtestCommand } from './backtest.ts';
import { backtestUniverseCommand } from './backtest-universe.ts';
import { batchCommand } from './batch.ts';
import { benchSamplersCommand } from './bench-samplers.ts';
import type { CommandContext } from './context.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code.ts';
import { exportCommand } from './export.ts';
import { exportSiteCommand } from './export-site.ts';
import { frontCommand } from './front.ts';
import { importCommand } from './import.ts';
import { infoCommand } from './info.ts';
import { matrixCommand } from './matrix.ts';
import { newCommand } from './new.ts';
import { notifyCommand } from './notify.ts';
import { optimizeCommand } from './optimize.ts';
import { optimizeUniverseCommand } from './optimize-universe.ts';
import { prepareCommand } from './prepare.ts';
import { promoteCommand } from './promote.ts';
import { pruneCommand } from './prune.ts';
import { quickstartCommand } from './quickstart.ts';
import { reportCommand } from './report.ts';
import { resumeCommand } from './resume.ts';
import { reviewCommand } from './review.ts';
import { rollbackCommand } from './rollback.ts';
import { runsCommand } from './runs.ts';
import { runsFolderOption } from './runs-folder.ts';
import { scheduleCommand } from './schedule.ts';
import { schemaCommand } from './schema.ts';
import { type Screens, screenOf } from './screen.ts';
import { serveCommand } from './serve.ts';
import type { Services } from './services.ts';
import { setupCommand } from './setup.ts';
import { showCommand } from './show.ts';
import { stageCommand } from './stage.ts';
import { statusCommand } from './status.ts';
import { stopCommand } from './stop.ts';
import { studyCommand } from './study.ts';
import { tokenCommand } from './token.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';

const COMMANDS = [
  quickstartCommand,
  optimizeCommand,
  optimizeUniverseCommand,
  backtestCommand,
  backtestUniverseCommand,
  batchCommand,
  stopCommand,
  resumeCommand,
  runsCommand,
  showCommand,
  exportCommand,
  exportSiteCommand,
  reportCommand,
  studyCommand,
  pruneCommand,
  analyzeCommand,
  frontCommand,
  verifyCommand,
  matrixCommand,
  stageCommand,
  reviewCommand,
  promoteCommand,
  rollbackCommand,
  statusCommand,
  auditCommand,
  scheduleCommand,
  validateCommand,
  infoCommand,
  doctorCommand,
  notifyCommand,
  importCommand,
  prepareCommand,
  benchSamplersCommand,
  serveCommand,
  tokenCommand,
  newCommand,
  schemaCommand,
] as const;

export function createProgram(context: CommandContext): Command {
  const program = new Command('leantune')
    .description('Strategy optimizer for QuantConnect LEAN.')
    .version(context.services.version)
    .addOption(runsFolderOption())
    .addHelpText('after', EXAMPLES);
  for (const create of COMMANDS) program.addCommand(create(context));
  program.addCommand(setupCommand(context), { hidden: true });
  adopt(program, context);
  return program;
}

/** Commander writes and exits by itself; here it writes to our screens and throws instead. */
function adopt(command: Command, context: CommandContext): void {
  if (command.parent !== null) command.addOption(runsFolderOption().hideHelp());
  command.exitOverride().showHelpAfterError('(add --help for what can be given)');
  command.configureOutput({
    writeOut: (text) => context.out.write(text),
    writeErr: (text) => context.err.write(text),
    getOutHelpWidth: () => context.out.columns,
    getErrHelpWidth: () => context.err.columns,
  });
  for (const inner of command.commands) adopt(inner, context);
}

/**
 * Runs one command line and says what the process should end with. Errors are told on the error
 * screen, with their stack where LEANTUNE_DEBUG is set.
 *
 * @param args without node and script
 */
export async function runProgram(
  services: Services,
  args: readonly string[],
  screens: Screens = { out: screenOf(process.stdout), err: screenOf(process.stderr) },
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const finish = (next: ExitCode): void => {
    code = next;
  };
  try {
    await using _runner = services.runner;
    await createProgram({ ...screens, services, finish }).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return tellError(error, screens);
  }
}

function tellError(error: unknown, { err }: Screens): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  const known = error instanceof Error ? error : new Error(String(error));
  const text = process.env['LEANTUNE_DEBUG'] === undefined ? known.message : (known.stack ?? '');
  err.write(`${err.style('red', 'Error:')} ${text}\n`);
  return exitCodeOf(known);
}

const EXAMPLES = `
Examples:
  $ npx leantune quickstart                                the example job, on the sample data
  $ npx leantune optimize config/examples/quickstart.json  a job of yours
  $ npx leantune show latest                               what the newest run found
  $ npx leantune serve                                     drop folder and site

Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.
`;
