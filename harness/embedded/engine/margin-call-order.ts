import type { OrderRequest } from './order.ts';

/** A market order that a margin call is about to send. */
export type MarginCallOrder = OrderRequest & { readonly type: 'market'; readonly tag: string };
