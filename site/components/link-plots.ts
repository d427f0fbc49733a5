import type { Point, PointsView } from '../../runner/server/views.ts';
import { ChartPanel } from './chart-panel.ts';
import { part } from './element.ts';
import { BrushEvent, ChoiceEvent, HoverEvent } from './explorer-events.ts';
import { SearchExplorer } from './search-explorer.ts';
import { TopFoundEvent, TopTable } from './top-table.ts';

/** Lets what is chosen or pointed at in one part of a run's page be seen in all. */
export function linkPlots(page: HTMLElement): {
  /** Shows evaluations in the scatter, those of a choice brighter. */
  showPoints(points: PointsView | null): void;
} {
  const scatter = part(page, 'chart-panel[kind=evaluations]', ChartPanel<'evaluations'>);
  const explorer = part(page, 'search-explorer', SearchExplorer);
  const top = part(page, 'top-table', TopTable);
  let points: PointsView | null = null;
  let chosen: readonly Point[] | null = null;
  const draw = (): void => scatter.show(points === null ? null : { ...points, chosen });

  page.addEventListener(BrushEvent.NAME, (event) => explorer.brush((event as BrushEvent).detail));
  page.addEventListener(HoverEvent.NAME, (event) => {
    const id = (event as HoverEvent).detail;
    explorer.mark(id);
    scatter.mark(id);
  });
  page.addEventListener(ChoiceEvent.NAME, (event) => {
    const { detail } = event as ChoiceEvent;
    if (chosen !== null || detail.points !== null) {
      chosen = detail.points;
      draw();
    }
    top.choose(detail);
  });
  page.addEventListener(TopFoundEvent.NAME, (event) =>
    explorer.showQuantiles((event as TopFoundEvent).detail),
  );
  const choose = part(page, 'button[name=choose]', HTMLButtonElement);
  choose.addEventListener('click', () => {
    const isOn = choose.getAttribute('aria-pressed') !== 'true';
    choose.setAttribute('aria-pressed', String(isOn));
    scatter.chooseByDrag(isOn);
  });
  return {
    showPoints(next) {
      if (next === points) return;
      points = next;
      draw();
    },
  };
}
