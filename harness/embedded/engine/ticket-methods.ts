import type { SecuritySymbol } from './security-symbol.ts';
import type { UpdateOrderFields } from './update-order-fields.ts';

/** LEAN's short ways to ask a ticket, and to change one thing of its order. */
export abstract class TicketMethods {
  abstract readonly quantity: number;
  abstract readonly symbol: SecuritySymbol;
  abstract readonly quantityFilled: number;

  /** Asks for the order to be changed; false where it is filled, cancelled or invalid. */
  abstract update(fields: UpdateOrderFields): boolean;

  get quantityRemaining(): number {
    return this.quantity - this.quantityFilled;
  }

  get securityType(): SecuritySymbol['securityType'] {
    return this.symbol.securityType;
  }

  updateQuantity(quantity: number, tag?: string): boolean {
    return this.update({ quantity, ...tagged(tag) });
  }

  updateLimitPrice(limitPrice: number, tag?: string): boolean {
    return this.update({ limitPrice, ...tagged(tag) });
  }

  updateStopPrice(stopPrice: number, tag?: string): boolean {
    return this.update({ stopPrice, ...tagged(tag) });
  }

  updateTriggerPrice(triggerPrice: number, tag?: string): boolean {
    return this.update({ triggerPrice, ...tagged(tag) });
  }

  updateStopTrailingAmount(trailingAmount: number, tag?: string): boolean {
    return this.update({ trailingAmount, ...tagged(tag) });
  }

  updateTag(tag: string): boolean {
    return this.update({ tag });
  }
}

function tagged(tag: string | undefined): { readonly tag?: string } {
  return tag === undefined ? {} : { tag };
}
