/** Thrown where the account of a single security in dollars does not do; the backtest starts again with a full one. */
export class NeedsBook extends Error {
  override readonly name = 'NeedsBook';

  constructor() {
    super('Cannot go on with a simple account: wanted one with a cash book');
  }
}
