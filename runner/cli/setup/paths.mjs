import { fileURLToPath } from 'node:url';

/** Absolute path inside the project. */
export function projectPath(...parts) {
  return fileURLToPath(new URL(['../../..', ...parts].join('/'), import.meta.url));
}
