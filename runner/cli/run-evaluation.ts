import { InputError } from '../domain/errors.ts';

/** A run, and one evaluation of it where that was named. */
export interface NamedEvaluation {
  readonly run: string;
  readonly evaluation: number | undefined;
}

/** `20261121_101530#137` or `latest#137`; without `#` the run alone. @throws InputError */
export function runEvaluation(text: string): NamedEvaluation {
  const [run = '', id, more] = text.split('#');
  if (id === undefined) return { run, evaluation: undefined };
  if (run !== '' && more === undefined && /^[1-9]\d*$/.test(id)) {
    return { run, evaluation: Number(id) };
  }
  throw new InputError(`Cannot find "${text}"`, [
    { path: '', wanted: 'a run and the id of an evaluation, such as latest#137', found: text },
  ]);
}
