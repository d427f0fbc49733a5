/** How long bars are, by LEAN's names. */
export const Resolution = { Daily: 'daily', Hour: 'hour', Minute: 'minute' } as const;

export type Resolution = (typeof Resolution)[keyof typeof Resolution];
