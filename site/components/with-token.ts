import { ApiError } from '../data/api.ts';
import { rememberedToken } from '../data/token.ts';
import { part } from './element.ts';
import { TokenDialog } from './token-dialog.ts';

/**
 * Sends a change, asking for the token until the server takes it; null where the user gave up.
 * @throws what `send` throws for any other reason
 */
export async function withToken<T>(send: (token: string) => Promise<T>): Promise<T | null> {
  const dialog = part(document, 'token-dialog', TokenDialog);
  let token = rememberedToken.read() ?? (await dialog.ask(false));
  while (token !== null) {
    try {
      return await send(token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      rememberedToken.forget();
      token = await dialog.ask(true);
    }
  }
  return null;
}
