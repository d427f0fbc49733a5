import type { FrontView, PointsView } from '../../runner/server/views.ts';
import { ChartPanel } from './chart-panel.ts';
import { part } from './element.ts';
import { BrushEvent, type Choice, ChoiceEvent, HoverEvent } from './explorer-events.ts';
import { RunCourse } from './run-course.ts';
import { SearchExplorer } from './search-explorer.ts';
import { TopFoundEvent, TopTable } from './top-table.ts';

/** Lets what is chosen or pointed at in one part of a run's page be seen in all. */
export function linkPlots(page: HTMLElement): {
  /** Shows evaluations in the scatter, those of a choice brighter. */
  showPoints(points: PointsView | null): void;
  /** Shows the front, what is chosen of it brighter. */
  showFront(front: FrontView | null): void;
} {
  const scatter = part(page, 'chart-panel[kind=evaluations]', ChartPanel<'evaluations'>);
  const fronts = part(page, 'chart-panel[kind=front]', ChartPanel<'front'>);
  const explorer = part(page, 'search-explorer', SearchExplorer);
  const course = part(page, 'run-course', RunCourse);
  const top = part(page, 'top-table', TopTable);
  let points: PointsView | null = null;
  let front: FrontView | null = null;
  let choice: Choice | null = null;
  const drawPoints = (): void =>
    scatter.show(points === null ? null : { ...points, chosen: choice?.points ?? null });
  const drawFront = (): void => {
    if (front === null) {
      fronts.show(null);
      return;
    }
    const rows = choice === null ? null : front.rows.filter(choice.holds);
    const chosen = rows === null ? null : new Set(rows.map(({ id }) => id));
    fronts.show({ ...front, chosen });
  };

  page.addEventListener(BrushEvent.NAME, (event) => explorer.brush((event as BrushEvent).detail));
  page.addEventListener(HoverEvent.NAME, (event) => {
    const id = (event as HoverEvent).detail;
    for (const plot of [explorer, scatter, fronts, course, top]) plot.mark(id);
  });
  page.addEventListener(ChoiceEvent.NAME, (event) => {
    const { detail } = event as ChoiceEvent;
    const hadNone = choice === null;
    choice = detail.points === null ? null : detail;
    if (!hadNone || choice !== null) {
      drawPoints();
      drawFront();
      course.choose(choice?.points ?? null);
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
      drawPoints();
    },
    showFront(next) {
      if (next === front) return;
      front = next;
      drawFront();
    },
  };
}
