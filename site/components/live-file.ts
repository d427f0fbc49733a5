import type { LiveView } from '../../runner/server/live-views.ts';
import type { PromotionsView } from '../../runner/server/views.ts';
import { formatFitness, formatTime, formatValue } from '../data/format.ts';
import { sitePath } from '../data/site-path.ts';
import { whoText } from '../data/who-text.ts';
import { element } from './element.ts';

type LiveFile = LiveView['files'][number];
type Promotion = PromotionsView['promotions'][number];

const STATES = {
  live: ['complete', 'Live, unchanged'],
  edited: ['stopped', 'Edited since it was promoted'],
  restored: ['queued', 'As before the first promotion'],
  missing: ['missing', 'No file now'],
  unknown: ['queued', 'Never promoted to'],
} as const;

/**
 * A file that is live: what it holds, who put it there, and the way back.
 * @param askBack told when somebody wants to roll it back
 */
export function liveFile(
  live: LiveFile,
  past: readonly Promotion[],
  askBack: (file: string, edited: boolean) => void,
): HTMLElement {
  const { file } = live;
  const own = past.filter((promotion) => promotion.file === file).toReversed();
  const title = element('h2', {}, element('code', {}, file));
  if ('problem' in live) {
    return panel([title], element('p', { class: 'bad-text' }, live.problem), history(own));
  }
  const [state, words] = STATES[live.state];
  const badge = element('span', { class: 'state', 'data-state': state }, words);
  const back = element(
    'button',
    { type: 'button', 'aria-label': `Roll back ${file}` },
    'Roll back',
  );
  back.disabled = live.earlier === 0;
  back.title = live.earlier === 0 ? 'There is nothing to go back to' : '';
  back.addEventListener('click', () => askBack(file, live.state === 'edited'));
  return panel([title, badge, back], facts(live), history(own));
}

function panel(head: readonly Node[], ...rest: readonly Node[]): HTMLElement {
  const title = element('div', { class: 'panel-title' }, ...head);
  return element('section', { class: 'panel live-file' }, title, ...rest);
}

function facts(live: Exclude<LiveFile, { problem: string }>): HTMLElement {
  const { promotion, parameters, changes, constraints, cutOff } = live;
  const list = element('dl', { class: 'facts-list' });
  const add = (name: string, ...value: (Node | string)[]) =>
    list.append(element('dt', {}, name), element('dd', {}, ...value));
  if (promotion?.from != null) add('From', ...sourceNodes(promotion.from));
  if (promotion !== null) {
    const at = formatTime(promotion.at, new Date());
    add(
      'Since',
      `${at}, ${whoText(promotion.by)}${promotion.why === null ? '' : `: ${promotion.why}`}`,
    );
  }
  const values = Object.entries(parameters ?? {}).map(
    ([name, value]) => `${name} ${formatValue(value)}`,
  );
  if (values.length > 0) add('Parameters', values.join(', '));
  if (changes.length > 0) {
    const changed = changes.map(({ name, before, after }) => `${name} ${before} → ${after}`);
    add('Edited', changed.join(', '));
  }
  if (constraints !== null && !constraints.hold) add('Breaks', constraints.broken.join(', '));
  if (cutOff !== null) add('Cut off', `promotion ${cutOff.n}; the file was not changed by it`);
  return list;
}

function sourceNodes(from: NonNullable<Promotion['from']>): (Node | string)[] {
  const query = { run: from.run, symbol: from.symbol, id: String(from.evaluation) };
  return [
    element('a', { href: sitePath('/run/', { id: from.run }) }, from.run),
    ', ',
    element('a', { href: sitePath('/evaluation/', query) }, `evaluation ${from.evaluation}`),
    ` of ${from.job}, ${from.symbol}, fitness ${formatFitness(Number(from.figures['fitness']))}`,
  ];
}

/** Newest first. */
function history(past: readonly Promotion[]): HTMLElement {
  const rows = past.map((promotion) => {
    const { n, action, at, by, why, from, restores, overruled, ended } = promotion;
    const what = action === 'promote' ? 'Promoted' : 'Rolled back';
    const again = restores === null ? '' : `, to promotion ${restores}`;
    const source = from === null ? ['what was there before'] : sourceNodes(from);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, String(n)),
      element('td', {}, `${what}${again}${ended ? '' : ' (cut off)'}`),
      element('td', {}, element('time', { datetime: at }, formatTime(at, new Date()))),
      element('td', {}, whoText(by)),
      element('td', {}, ...source),
      element('td', { class: 'why' }, why ?? ''),
      element('td', {}, overruled.join(', ')),
    );
  });
  const heads = ['No.', 'What', 'When', 'By', 'From', 'Why', 'Overruled'];
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
  const box = element('div', { class: 'scroll-box', tabindex: 0, role: 'region' }, table);
  box.setAttribute('aria-label', 'History');
  return box;
}
