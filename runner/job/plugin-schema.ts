import { z } from 'zod';
import type { PluginOptions } from './registries.ts';

/** A plug-in as a job file names it: the name under some key, its options beside it. */
export type PluginInput = { readonly [option: string]: unknown };

/**
 * Objects whose `key` names a plug-in of the registry, with that plug-in's options beside it and
 * the `shared` keys that all of them have.
 * @throws TypeError where a plug-in's options are no strict object or reuse one of those keys
 */
export function pluginSchema(
  registry: Readonly<Record<string, PluginOptions>>,
  key: string,
  shared: z.ZodRawShape = {},
): z.ZodType<PluginInput> {
  const choices = Object.entries(registry).map(([name, plugin]) => {
    const options = optionsObject(name, plugin);
    const reserved = [key, ...Object.keys(shared)].find((word) => word in options.shape);
    if (reserved !== undefined) {
      throw new TypeError(`Cannot register "${name}": its option "${reserved}" is taken by jobs`);
    }
    const about = options.description ?? name;
    // The description again on the name, where editors show it.
    return options
      .strict()
      .safeExtend({ [key]: z.literal(name).describe(about), ...shared })
      .describe(about);
  });
  const [first, ...rest] = choices;
  if (first === undefined)
    throw new TypeError(`Cannot offer a choice of "${key}": none registered`);
  return z.discriminatedUnion(key, [first, ...rest]) as unknown as z.ZodType<PluginInput>;
}

/** As {@link pluginSchema}, or just the name of a plug-in that needs no options. */
export function pluginOrNameSchema(
  registry: Readonly<Record<string, PluginOptions>>,
  key: string,
  shared: z.ZodRawShape = {},
): z.ZodType<string | PluginInput> {
  const names = Object.keys(registry).filter((name) => needsNoOptions(registry, name));
  return z.union([z.enum(names), pluginSchema(registry, key, shared)]);
}

function needsNoOptions(registry: Readonly<Record<string, PluginOptions>>, name: string): boolean {
  return registry[name]?.options.safeParse({}).success === true;
}

function optionsObject(name: string, { options }: PluginOptions): z.ZodObject {
  if (options instanceof z.ZodObject) return options;
  throw new TypeError(`Cannot register "${name}": wanted options made with z.strictObject`);
}
