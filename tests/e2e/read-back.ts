/** Reads the lines of a grid of 1,000 by 1,000 sets back as a resume does, and says how many there are. */
import { createSpace } from '../../runner/domain/space.ts';
import { replay } from '../../runner/run/replay.ts';

const [folder = ''] = process.argv.slice(2);
const space = createSpace(
  [
    { name: 'fast', type: 'int', min: 0, max: 999 },
    { name: 'slow', type: 'int', min: 0, max: 999 },
  ],
  [],
);
const past = await replay(folder, {
  space,
  exhaustive: new Map([['grid', { remembers: false }]]),
});
const { exhaustive } = past.stage('grid');
const evaluations = exhaustive?.tally.evaluations;
console.log(JSON.stringify({ evaluations, rejected: past.rejected.length }));
