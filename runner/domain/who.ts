/** Who asked for something, as far as a machine can tell. */
export type Who =
  | {
      readonly via: 'cli';
      /** The operating system's name of the user; null where it has none. */
      readonly user: string | null;
      readonly host: string;
      readonly pid: number;
    }
  | {
      readonly via: 'http';
      /** Address of the client; null where there was no network between. */
      readonly address: string | null;
    };

/** `ada@box`, `127.0.0.1 by HTTP` */
export function whoText(who: Who): string {
  if (who.via === 'http') return `${who.address ?? 'somebody'} by HTTP`;
  return `${who.user ?? 'somebody'}@${who.host}`;
}
