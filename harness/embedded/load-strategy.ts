import { existsSync, readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../runner/domain/errors.ts';
import type { ParameterValue } from '../../runner/domain/parameter-set.ts';
import { Algorithm } from './leantune.ts';
import { refuseStrategy } from './refusals/refuse-strategy.ts';
import { isStepStrategy, type StepStrategy } from './steps/step-strategy.ts';
import { strategies } from './strategies/index.ts';

/** A strategy ready to be run. */
export interface StrategyDefinition {
  readonly name: string;
  /** Makes an algorithm; only inside a backtest. */
  create(): Algorithm;
  /** The values that the strategy declares for its parameters. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Where it is cut into steps; `create` throws then. */
  readonly steps?: StepStrategy;
}

type StrategyClass = (new () => Algorithm) & {
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
};
type Strategy = StrategyClass | StepStrategy;

const API = new URL('./leantune.ts', import.meta.url).href;
const REGISTRY = new URL('./strategies/', import.meta.url);
let isHooked = false;

/**
 * Loads a strategy that ships, by its name, or a TypeScript or JavaScript file, by its path from
 * the project's root. The file imports the API as `leantune`, wherever it lies.
 * @throws InputError where there is no such strategy, or the file has none in it
 */
export async function loadStrategy(
  nameOrPath: string,
  projectRoot: string,
): Promise<StrategyDefinition> {
  const known = (strategies as Readonly<Record<string, Strategy>>)[nameOrPath];
  if (known !== undefined) return define(nameOrPath, known);
  const file = strategyPath(nameOrPath, projectRoot);
  hookApi();
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  return define(nameOrPath, findStrategy(file, module));
}

/**
 * Absolute paths of a strategy's source files: its own and those that it imports by relative paths.
 * @throws InputError where there is no such strategy
 */
export function strategyFiles(nameOrPath: string, projectRoot: string): string[] {
  const isKnown = Object.hasOwn(strategies, nameOrPath);
  const first = isKnown
    ? createRequire(import.meta.url).resolve(new URL(`${nameOrPath}.ts`, REGISTRY).pathname)
    : strategyPath(nameOrPath, projectRoot);
  const files = new Set<string>();
  const waiting = [first];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file) || !existsSync(file)) continue;
    files.add(file);
    const folder = dirname(file);
    waiting.push(...relativeImports(readFileSync(file, 'utf8')).map((to) => resolve(folder, to)));
  }
  return [...files].sort();
}

function relativeImports(source: string): string[] {
  return [...source.matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g)].map(
    (match) => match[1] as string,
  );
}

function strategyPath(nameOrPath: string, projectRoot: string): string {
  const file = isAbsolute(nameOrPath) ? nameOrPath : resolve(projectRoot, nameOrPath);
  if (existsSync(file)) return file;
  const names = Object.keys(strategies).join(', ');
  throw new InputError(`Cannot load strategy "${nameOrPath}"`, [
    { path: 'strategy', wanted: `one of ${names} or a file`, found: `no file "${file}"` },
  ]);
}

/** Gives every module of this thread the API under the name `leantune`. */
function hookApi(): void {
  if (isHooked) return;
  isHooked = true;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'leantune' || specifier === '#leantune'
        ? { url: API, shortCircuit: true }
        : next(specifier, context),
  });
}

function findStrategy(file: string, module: Readonly<Record<string, unknown>>): Strategy {
  const found = Object.values(module).filter(isStrategy);
  const chosen = isStrategy(module['default']) ? module['default'] : found[0];
  if (chosen !== undefined && (found.length === 1 || chosen === module['default'])) return chosen;
  throw new InputError(`Cannot load strategy "${file}"`, [
    {
      path: 'strategy',
      wanted: 'one exported class that extends Algorithm, or defineSteps(…), or a default export',
      found: found.length === 0 ? 'none' : `${found.length} of them and no default`,
    },
  ]);
}

function isStrategy(value: unknown): value is Strategy {
  return (
    (typeof value === 'function' && value.prototype instanceof Algorithm) || isStepStrategy(value)
  );
}

/** @throws InputError for a strategy that counts on calls which never come */
function define(name: string, strategy: Strategy): StrategyDefinition {
  if (!isStepStrategy(strategy)) {
    const Strategy = strategy;
    refuseStrategy(Strategy.prototype, Algorithm.prototype);
    return { name, create: () => new Strategy(), parameters: Strategy.parameters ?? {} };
  }
  return {
    name,
    parameters: strategy.parameters,
    steps: strategy,
    create: () => {
      throw new Error(`Cannot trade "${name}" order by order: it is cut into steps`);
    },
  };
}
