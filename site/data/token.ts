const KEY = 'leantune-token';

/** The token lives as long as the tab: long enough to be asked for once, no longer. */
export const rememberedToken = {
  read: (): string | null => sessionStorage.getItem(KEY),
  write: (token: string): void => sessionStorage.setItem(KEY, token),
  forget: (): void => sessionStorage.removeItem(KEY),
};
