import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newsFile, readNews } from '../../../../harness/embedded/news/news-file.ts';
import { placeCalendar } from '../../../../harness/embedded/prepare/place-calendar.ts';
import { InputError } from '../../../../runner/domain/errors.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

function read(name: string, content: string) {
  using place = temporaryFolder();
  const file = join(place.path, name);
  writeFileSync(file, content);
  return readNews(file).map(({ time, ...rest }) => ({
    time: new Date(time).toISOString(),
    ...rest,
  }));
}

it('readNews() reads CSV, times in UTC or in the zone that they name, oldest first', () => {
  const text = [
    '\uFEFFDateTime;Country;Importance;Event',
    '2024-03-08 14:30+01:00;eur;High Impact Expected;"Rate; decision"',
    '',
    '2024-03-07T13:30:15Z;USD;3;Payrolls',
  ].join('\r\n');
  expect(read('n.csv', text)).toEqual([
    { time: '2024-03-07T13:30:15.000Z', currency: 'USD', impact: 'high', title: 'Payrolls' },
    { time: '2024-03-08T13:30:00.000Z', currency: 'EUR', impact: 'high', title: 'Rate; decision' },
  ]);
});

it('readNews() reads dates and times in columns of their own', () => {
  const text = 'date,time,currency,impact,title\n2024-03-08,9:30,USD,low,CPI, core\n';
  expect(read('n.csv', text)).toMatchObject([{ time: '2024-03-08T09:30:00.000Z', impact: 'low' }]);
});

it('readNews() reads JSON, a list or an object with one', () => {
  const event = { time: '2024-03-08T13:30:00Z', currency: 'USD', impact: 'medium', title: 'CPI' };
  const wanted = [{ ...event, time: '2024-03-08T13:30:00.000Z' }];
  expect(read('n.json', JSON.stringify([event]))).toEqual(wanted);
  expect(read('n.json', JSON.stringify({ events: [event] }))).toEqual(wanted);
});

it('readNews() names entries that hold no event, with their lines', () => {
  const text = 'time,currency,impact,title\n2024-03-08 13:30,USD,high,a\nsoon,USD,high,b\n';
  expect(() => read('n.csv', text)).toThrow('n.csv (line 3): wanted a time such as');
  expect(() =>
    read('n.csv', text.replace('soon', '2024-03-08 14:00').replace('USD,high,b', 'USD,huge,b')),
  ).toThrow('wanted an impact of high, medium, low or none');
  expect(() => read('n.csv', 'when,what\n1,2\n')).toThrow('wanted the headings time, currency');
  expect(() => read('n.csv', 'time,currency\n2024-03-08 13:30,USD\n')).toThrow('impact and title');
  expect(() => read('n.json', '[{"time":"2024-03-08 13:30","currency":"USD"}]')).toThrow('impact');
  expect(() => read('n.json', '[{')).toThrow(InputError);
});

it('placeCalendar() puts a calendar that can be read beside the bars, in place of the one before', async () => {
  using place = temporaryFolder();
  const event = { time: '2024-03-08T13:30:00Z', currency: 'USD', impact: 'high', title: 'CPI' };
  const json = join(place.path, 'calendar.json');
  writeFileSync(json, JSON.stringify([event]));
  const folder = join(place.path, 'prepared');
  expect(await placeCalendar(json, folder)).toMatchObject({ events: 1, high_impact: 1 });
  expect(newsFile(folder)).toBe(join(folder, 'news.json'));
  const csv = join(place.path, 'calendar.csv');
  writeFileSync(csv, 'time,currency,impact,title\n');
  expect(await placeCalendar(csv, folder)).toMatchObject({ events: 0, first: null });
  expect(newsFile(folder)).toBe(join(folder, 'news.csv'));
  writeFileSync(csv, 'nonsense');
  await expect(placeCalendar(csv, folder)).rejects.toThrow('Cannot read calendar');
  expect(readFileSync(join(folder, 'news.csv'), 'utf8')).toContain('time,currency');
  expect(existsSync(join(folder, 'news.json'))).toBe(false);
});
