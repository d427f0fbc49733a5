import { loading } from './phase.ts';
import type * as RunLoop from './run-loop.ts';
// The plain copy, which must not be loaded while the other is.
import './run-loop.ts';

loading.tells = true;
const copy: typeof RunLoop = await import(new URL('./run-loop.ts?tells', import.meta.url).href);
loading.tells = false;

/**
 * The run loop for backtests that tell their phases. A branch in it would cost the others 4 %, so
 * this is a second copy of the module, which the compiler treats on its own.
 */
export const tellingLoop = copy.runLoop;
