import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CalendarReport } from '../../../runner/domain/bar-preparation.ts';
import { placeFile } from '../import/place-files.ts';
import { readNews } from '../news/news-file.ts';

const JSON_FIRST = ['news.json', 'news.csv'] as const;
const CSV_FIRST = ['news.csv', 'news.json'] as const;

/**
 * Checks an economic calendar and puts it beside the bars, where the news filter finds it.
 * @throws InputError where it cannot be read
 */
export async function placeCalendar(file: string, folder: string): Promise<CalendarReport> {
  const events = readNews(file);
  const [name, other] = /\.json$/i.test(file) ? JSON_FIRST : CSV_FIRST;
  const target = join(folder, name);
  await placeFile(target, await readFile(file));
  rmSync(join(folder, other), { force: true });
  const moment = (at: number): string | null => {
    const event = events.at(at);
    return event === undefined ? null : new Date(event.time).toISOString().replace('.000Z', 'Z');
  };
  return {
    file: target,
    events: events.length,
    high_impact: events.filter(({ impact }) => impact === 'high').length,
    currencies: [...new Set(events.map(({ currency }) => currency))].sort(),
    first: moment(0),
    last: moment(-1),
  };
}
