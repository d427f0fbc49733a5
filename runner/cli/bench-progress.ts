import type { BenchRequest } from '../bench/bench-plan.ts';
import type { Remaining } from '../bench/remaining-time.ts';
import type { BenchProgress } from '../bench/run-bench.ts';
import { countText, durationText } from '../domain/number-text.ts';
import { createLiveLine } from './live-line.ts';
import type { Screen } from './screen.ts';

export interface BenchProgressLines extends BenchProgress {
  end(interrupted: boolean): void;
}

/** Shows a bench as it goes on one line: what is made, and how long the rest will take. */
export function createBenchProgress(
  screen: Screen,
  { file, request }: { readonly file: string; readonly request: BenchRequest },
): BenchProgressLines {
  const now = () => performance.now();
  const began = now();
  const line = createLiveLine(screen, now);
  let total = 0;
  let done = 0;
  return {
    begin({ missing, known }, aside) {
      total = missing.length;
      if (aside !== null) {
        line.print(`Figures of other samplers, or set aside by --fresh, are in ${aside}`);
      }
      const { samplers, problems, seeds, lengths } = request;
      const what = `${samplers.length} samplers, ${problems.length} functions, ${seeds} seeds`;
      line.print(`${what}, ${lengths.map(countText).join(' and ')} evaluations`);
      const there = known > 0 ? `; ${countText(known)} are there already` : '';
      line.print(`${countText(total)} searches to make${there}`);
    },
    mapping(problem, made, of) {
      const text = () => `backtests of ${problem}  ${countText(made)} / ${countText(of)}`;
      line.show(text);
    },
    made(task, count, remaining) {
      done = count;
      line.show(() => {
        const share = `${countText(count)} / ${countText(total)}  ${Math.floor((100 * count) / total)} %`;
        const { problem, sampler, seed } = task;
        return `searches  ${share}  ${etaText(remaining())}  seed ${seed}, ${problem}, ${sampler}`;
      });
    },
    end(interrupted) {
      line.clear();
      if (interrupted) {
        line.print(`Stopped after ${countText(done)} of ${countText(total)} searches.`);
        line.print('The same command makes the others.');
      }
      const seconds = durationText((now() - began) / 1000);
      if (total > 0) line.print(`${countText(done)} searches in ${seconds}, kept in ${file}`);
    },
  };
}

/** Honest: what was never timed is not in it, and said. */
function etaText({ seconds, unknown }: Remaining): string {
  if (seconds === 0 && unknown > 0) return 'ETA not known yet';
  const eta = `ETA ${durationText(seconds)}`;
  return unknown > 0 ? `${eta} and ${countText(unknown)} searches not timed yet` : eta;
}
