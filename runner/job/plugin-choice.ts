import type { PluginChoice } from '../domain/job.ts';
import type { PluginInput } from './plugin-schema.ts';
import type { PluginOptions } from './registries.ts';

/** A checked name or object → the plug-in with its options, defaults in place. */
export function choosePlugin(
  registry: Readonly<Record<string, PluginOptions>>,
  key: string,
  input: string | PluginInput,
): PluginChoice {
  if (typeof input !== 'string') {
    const { [key]: name, ...options } = input;
    return { name: String(name), options };
  }
  const options = registry[input]?.options.parse({}) as PluginChoice['options'] | undefined;
  return { name: input, options: options ?? {} };
}
