/**
 * Finds a name `YYYYMMDD_HHMMSS` in UTC that nobody has, one second later while it is taken.
 * @param take takes a name, and throws EEXIST where somebody has it: the file system decides
 */
export async function takeTimeId(take: (id: string) => Promise<unknown>): Promise<string> {
  for (
    let time = Temporal.Now.instant().toZonedDateTimeISO('UTC');
    ;
    time = time.add({ seconds: 1 })
  ) {
    const text = time.toPlainDateTime().toString({ smallestUnit: 'second' });
    const id = text.replace('T', '_').replaceAll(/[-:]/g, '');
    try {
      await take(id);
      return id;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
