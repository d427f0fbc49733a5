import type { Study } from '../../runner/domain/study.ts';
import { formatDuration, formatFitness, formatNumber } from '../data/format.ts';
import { part, setText } from './element.ts';

/** The figures of a study in their places in `box`; best and how soon it was found are a symbol's. */
export function showStudyFigures(box: HTMLElement, study: Study, symbol: string): void {
  const figure = (name: string, value: string, note = ''): void => {
    const place = part(box, `[data-figure=${name}]`, HTMLElement);
    setText(part(place, '.value', HTMLElement), value);
    setText(part(place, '.note', HTMLElement), note);
  };
  const best = study.bests.find((one) => one.symbol === symbol);
  const course = study.courses.find((one) => one.symbol === symbol);
  const reached = course?.best.at(-1)?.[0];
  const answered = study.history.reduce((sum, run) => sum + (run.answered ?? 0), 0);
  const spared = answered === 0 ? '' : `${formatNumber(answered)} asks answered by earlier runs`;
  const all = study.symbols.length > 1 ? 'of all symbols' : '';
  figure('best', formatFitness(best?.evaluation.fitness), best?.symbol ?? '');
  figure('found', formatNumber(reached), 'evaluations');
  figure('evaluations', formatNumber(study.evaluations), spared || all);
  figure('runs', formatNumber(study.runs));
  figure('time', formatDuration(study.seconds));
}
