import { openSymbolOutputs } from '../../../runner/report/symbol-outputs.ts';
import { searchedJob, searchIn } from './large-search.ts';

// Writes the results of the folder that is named as a search does that gets on by and by: with
// partial results at each of the ids that follow, and all of them at the end, until it is killed.
const [folder = '', ...settled] = process.argv.slice(2);
const search = searchIn(folder);
{
  await using outputs = openSymbolOutputs({ ...search, job: searchedJob });
  for (const id of settled.map(Number)) {
    outputs.settled(id);
    // It takes the next only when it is done with this one.
    await new Promise((done) => setTimeout(done, 150));
  }
  console.log('finishing');
  await outputs.finish();
}
