import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { InputError } from '../domain/errors.ts';

/** Names the library of Python that LEAN loads; without it no strategy in Python runs. */
export const PYTHON_LIBRARY = 'PYTHONNET_PYDLL';

/**
 * The library of Python that LEAN will load on this machine.
 * @throws InputError where it is told of none, or of one that is not there
 */
export function localPython(env: Readonly<Record<string, string | undefined>>): string {
  const library = env[PYTHON_LIBRARY] ?? '';
  const wanted = `Python for LEAN: ${PYTHON_LIBRARY} with the path of its library, such as /usr/lib/libpython3.11.so, and pandas and wrapt installed for it`;
  if (library === '') return refuse(wanted, `no ${PYTHON_LIBRARY}`);
  // A bare name is looked for by the system's loader.
  if (isAbsolute(library) && !existsSync(library)) return refuse(wanted, `no file "${library}"`);
  return library;
}

/**
 * The same in an image, whose variables are all that its containers get.
 * @throws InputError where it has none
 */
export function imagePython(image: string, variables: readonly string[]): string {
  const start = `${PYTHON_LIBRARY}=`;
  const library = variables.find((one) => one.startsWith(start))?.slice(start.length) ?? '';
  if (library !== '') return library;
  return refuse(
    `an image that sets ${PYTHON_LIBRARY}, as LEAN's own do`,
    `${image}, which does not`,
  );
}

function refuse(wanted: string, found: string): never {
  throw new InputError('Cannot run a strategy in Python', [{ path: 'strategy', wanted, found }]);
}
