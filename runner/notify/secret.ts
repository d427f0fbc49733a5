import { readFileSync } from 'node:fs';
import { InputError, messageOf } from '../domain/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variable `NAME`, or `NAME_ACCOUNT` where an account is named, or the contents of the file
 * that `NAME_FILE` names, as containers hand secrets over. Empty counts as absent.
 */
export function findSecret(env: Environment, name: string, account?: string): string | undefined {
  const variable = variableOf(name, account);
  const value = env[variable]?.trim();
  if (value) return value;
  const file = env[`${variable}_FILE`];
  if (!file) return;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    const found = messageOf(error);
    throw new InputError('Cannot read a secret', [
      { path: `${variable}_FILE`, wanted: 'a file that can be read', found },
    ]);
  }
}

/** As {@link findSecret}. @throws InputError that names the variable where it is absent */
export function secret(env: Environment, name: string, account?: string): string {
  const value = findSecret(env, name, account);
  if (value !== undefined) return value;
  const variable = variableOf(name, account);
  throw new InputError('Cannot send notifications', [
    { path: variable, wanted: `a value in the environment, or ${variable}_FILE`, found: 'neither' },
  ]);
}

function variableOf(name: string, account: string | undefined): string {
  return account === undefined ? name : `${name}_${account.toUpperCase()}`;
}
