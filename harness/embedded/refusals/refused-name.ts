import { InputError, type Problem } from '../../../runner/domain/errors.ts';

/** A strategy uses a name of LEAN's that is not here. */
export class RefusedName extends Error {
  readonly #problem: Problem;

  /** @param name as strategies write it, such as `algorithm.addOption` */
  constructor(name: string, { wanted, found }: { wanted: string; found: string }) {
    super(`Cannot use ${name}: wanted ${wanted}, found ${found}`);
    this.name = 'RefusedName';
    this.#problem = { path: 'strategy', wanted, found: `${name}: ${found}` };
  }

  /** The same where a strategy is read, not run. */
  asInputError(): InputError {
    return new InputError('Cannot use the strategy', [this.#problem], { cause: this });
  }
}
