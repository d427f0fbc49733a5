import { Algorithm, type OrderTicket, round } from '../../../../harness/embedded/leantune.ts';

/** What twins share, as in tests/fixtures/lean-twins. */
export abstract class Base extends Algorithm {
  protected count = 0;

  protected at(ticker: string, part: number): number {
    return round(this.securities.get(ticker).price * part, 2);
  }

  protected invested(ticker: string): boolean {
    return this.portfolio.get(ticker).invested;
  }
}

/** Whether it may still be filled. */
export function isOpen({ status }: OrderTicket): boolean {
  return status !== 'filled' && status !== 'canceled' && status !== 'invalid';
}
