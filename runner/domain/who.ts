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
      /** A file that somebody put into the drop folder. */
      readonly via: 'folder';
      /** Number of the user whom the file belongs to. */
      readonly uid: number | null;
    }
  | {
      /** A job said when it is to be run again. */
      readonly via: 'schedule';
    }
  | {
      readonly via: 'http';
      /** Address of the client; null where there was no network between. */
      readonly address: string | null;
    };

/** `ada@box`, `127.0.0.1 by HTTP`, `user 1000 by a file` */
export function whoText(who: Who): string {
  if (who.via === 'http') return `${who.address ?? 'somebody'} by HTTP`;
  if (who.via === 'schedule') return 'its schedule';
  if (who.via === 'folder') return `user ${who.uid ?? 'unknown'} by a file`;
  return `${who.user ?? 'somebody'}@${who.host}`;
}
