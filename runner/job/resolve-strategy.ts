import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearestName } from '../domain/nearest-name.ts';
import { quote } from './describe-value.ts';
import type { JobContext, ValidFields } from './job-context.ts';
import { locateContained, pathFrom } from './read-contained-file.ts';
import type { Engine } from './resolve-executor.ts';

/** Strategies for LEAN that come along, a folder each. */
const LEAN_STRATEGIES = join('harness', 'lean', 'strategies');

/**
 * The strategy for an engine: a name stays as it is for the embedded engine, a path is checked and
 * told from the project root on.
 */
export function resolveStrategy(
  input: ValidFields['strategy'],
  engine: Engine,
  context: JobContext,
): string | undefined {
  if (input === undefined) return;
  const chosen = typeof input === 'string' ? input : input[engine];
  if (chosen === undefined) {
    const found = `one for ${engine === 'lean' ? 'the embedded engine' : 'LEAN'} only`;
    context.report(['strategy'], `a strategy for ${nameOf(engine)}`, found);
    return;
  }
  return engine === 'lean' ? forLean(chosen, context) : forEmbedded(chosen, context);
}

function nameOf(engine: Engine): string {
  return engine === 'lean' ? 'LEAN' : 'the embedded engine';
}

function forEmbedded(strategy: string, context: JobContext): string | undefined {
  if (/\.(cs|csproj|py|dll)$/i.test(strategy)) {
    const wanted =
      'a built-in strategy or a file in TypeScript (executors process and docker run C# and Python)';
    context.report(['strategy'], wanted, quote(strategy));
    return;
  }
  if (!/[\\/]|\.[cm]?[jt]s$/.test(strategy)) return named(strategy, context);
  return contained(strategy, context, ['a file']);
}

/** A name is looked up here, so that a misspelt one is told with all else that is wrong. */
function named(strategy: string, { registries, projectRoot, report }: JobContext) {
  const { strategies } = registries;
  if (strategies === undefined || strategies.includes(strategy)) return strategy;
  if (existsSync(join(projectRoot, strategy))) return strategy;
  const near = nearestName(strategy, strategies);
  const hint = near === undefined ? '' : ` (did you mean "${near}"?)`;
  report(['strategy'], `one of ${strategies.join(', ')} or a file${hint}`, quote(strategy));
  return;
}

function forLean(strategy: string, context: JobContext): string | undefined {
  const { projectRoot, env, report } = context;
  if (/\.[cm]?[jt]s$/.test(strategy)) {
    report(['strategy'], 'a strategy for LEAN, in C# or Python', quote(strategy));
    return;
  }
  const workspace = env['LEAN_WORKSPACE'];
  const roots = [...context.roots, ...(workspace ? [resolve(projectRoot, workspace)] : [])];
  const isName = !/[\\/.]/.test(strategy);
  const shipped = join(projectRoot, LEAN_STRATEGIES, strategy);
  if (isName && existsSync(shipped)) return pathFrom(projectRoot, shipped);
  if (isName && !roots.some((root) => existsSync(join(root, strategy)))) {
    const names = namesIn(join(projectRoot, LEAN_STRATEGIES)).join(', ');
    report(['strategy'], `one of ${names}, or a folder or file of yours`, quote(strategy));
    return;
  }
  return contained(strategy, { ...context, roots }, ['a file', 'a folder']);
}

function contained(
  strategy: string,
  { roots, projectRoot, report }: JobContext,
  kinds: readonly string[],
): string | undefined {
  const located = locateContained(strategy, roots, kinds);
  if (located.ok) return pathFrom(projectRoot, located.path);
  report(['strategy'], located.wanted, `${located.found} (${quote(strategy)})`);
  return;
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
