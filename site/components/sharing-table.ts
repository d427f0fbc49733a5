import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord } from '../../runner/domain/run-record.ts';
import type { Sharing, SharingRow } from '../../runner/server/universe-views.ts';
import { formatFitness } from '../data/format.ts';
import { heatScale } from '../data/heat-scale.ts';
import { costOf, costText, sharingText } from '../data/sharing-rows.ts';
import { sitePath } from '../data/site-path.ts';
import { universeApi } from '../data/universe-api.ts';
import { element, part, setText } from './element.ts';
import { tint } from './heat-tint.ts';

type Side = readonly [own: number | null, shared: number | null];

const ofSearch = ({ own, shared }: SharingRow): Side => [own, shared];
const ofHoldout = ({ own_holdout, shared_holdout }: SharingRow): Side => [
  own_holdout,
  shared_holdout,
];

/** A value that is better than the other's is marked. */
function figure(value: number | null, other: number | null): HTMLElement {
  const better = value !== null && other !== null && value > other;
  const text = value === null ? 'not valid' : formatFitness(value);
  const made = element('td', { class: 'number', 'data-mark': better ? 'better' : null });
  if (better) made.append(element('span', { class: 'visually-hidden' }, 'better: '));
  made.append(text);
  return made;
}

function sideCells([own, shared]: Side, scale: (value: unknown) => number): readonly HTMLElement[] {
  const cost = costOf(own, shared);
  const cell = element('td', { class: 'number' }, costText(own, shared));
  return [figure(own, shared), figure(shared, own), tint(cell, cost === null ? 0 : scale(cost))];
}

/** Distances from no cost, both ways alike. */
function costScale(sides: readonly Side[]): (value: unknown) => number {
  const costs = sides.flatMap(([own, shared]) => costOf(own, shared) ?? []);
  return heatScale(
    costs.flatMap((cost) => [cost, -cost]),
    -1,
  );
}

/** Own sets of the symbols against one that all share, where a run of each kind is there. */
export class SharingTable extends HTMLElement {
  #state = '';

  /** Asks again where the run has come to another state: its bests are others by then. */
  show({ id: run, state, symbols }: RunRecord, { mode, symbols: tickers }: Job): void {
    if (`${run} ${state}` === this.#state) return;
    this.#state = `${run} ${state}`;
    // What is beside the point is left out where it cannot be had.
    universeApi.sharing(run).then(
      ({ sharing }) => {
        if (sharing === null && tickers.length > 1) this.#sayLone(mode, symbols.length);
        else this.#show(sharing);
      },
      () => this.#show(null),
    );
  }

  /** There is no run of the other kind to set it against. */
  #sayLone(mode: Job['mode'], searches: number): void {
    const wanted = mode === 'shared' ? 'each' : 'shared';
    const missing =
      mode === 'shared'
        ? 'No run searched a set for each of these symbols'
        : `No run searched one set for all ${searches} symbols`;
    this.hidden = false;
    part(this, '.scroll-box', HTMLElement).hidden = true;
    part(this, '.verdict', HTMLElement).hidden = true;
    const lone = part(this, '.lone', HTMLElement);
    lone.hidden = false;
    lone.replaceChildren(
      `${missing}: the same job with `,
      element('code', {}, `"mode": "${wanted}"`),
      ' makes one, and the two are set against each other here.',
    );
  }

  #show(sharing: Sharing | null): void {
    this.hidden = sharing === null;
    if (sharing === null) return;
    part(this, '.scroll-box', HTMLElement).hidden = false;
    part(this, '.verdict', HTMLElement).hidden = false;
    part(this, '.lone', HTMLElement).hidden = true;
    const { own, shared, rows, holdout } = sharing;
    const links = part(this, '.runs', HTMLElement);
    links.replaceChildren(
      element('a', { href: sitePath('/universe/', { id: own.run }) }, own.name),
      ' (own) against ',
      element('a', { href: sitePath('/universe/', { id: shared.run }) }, shared.name),
      ` (shared, judged by the ${shared.judged})`,
    );
    setText(part(this, '.verdict', HTMLElement), sharingText(sharing));
    for (const cell of this.querySelectorAll<HTMLElement>('.held')) cell.hidden = !holdout;
    const scales = [costScale(rows.map(ofSearch)), costScale(rows.map(ofHoldout))] as const;
    const body = rows.map((row) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, row.symbol),
        ...sideCells(ofSearch(row), scales[0]),
        ...(holdout ? sideCells(ofHoldout(row), scales[1]) : []),
      ),
    );
    part(this, 'tbody', HTMLElement).replaceChildren(...body);
  }
}

customElements.define('sharing-table', SharingTable);
