/**
 * One of some plug-ins by its name.
 * @param action what cannot be done without it, as `Cannot start the executor`
 * @throws Error where none of that name is among them
 */
export function namedPlugin<Plugin>(
  plugins: Readonly<Record<string, Plugin>>,
  name: string,
  action: string,
): Plugin {
  const plugin = Object.hasOwn(plugins, name) ? plugins[name] : undefined;
  if (plugin !== undefined) return plugin;
  const known = Object.keys(plugins).join(', ');
  throw new Error(`${action}: wanted one of ${known}, found "${name}"`);
}
