// The thread that writes a search's outputs, so that the search itself is not held up.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../domain/errors.ts';
import { openColumnsReader } from '../run/columns-reader.ts';
import { COLUMNS_FILE } from '../run/symbol-files.ts';
import { writeExcelWorkbook } from './excel-workbook.ts';
import { workbookName } from './output-names.ts';
import type { OutputsAnswer, OutputsRequest, OutputsSettings } from './outputs-messages.ts';
import { resultFiles } from './result-files.ts';
import { writeFinal, writePartial } from './results-file.ts';
import { searchResults } from './search-results.ts';

const { folder, reports, spec } = workerData as OutputsSettings;

async function carryOut(request: OutputsRequest): Promise<void> {
  using reader = openColumnsReader(join(folder, COLUMNS_FILE));
  if (reader === null) {
    if (request.type === 'partial') return;
    throw new Error(
      `Cannot write the results of ${spec.symbol}: its folder has no ${COLUMNS_FILE}`,
    );
  }
  mkdirSync(reports, { recursive: true });
  if (request.type === 'partial') {
    writePartial(reports, reader, { spec, settled: Math.min(request.settled, reader.last) });
    return;
  }
  writeFinal(reports, reader, spec);
  const results = searchResults(reader, spec);
  for (const { name, content } of resultFiles(results)) replace(join(reports, name), content);
  const workbook = join(reports, workbookName(spec.file));
  if (request.excel) await writeExcelWorkbook(workbook, results);
}

/** Readers see the old file or the new one. */
function replace(path: string, content: string): void {
  const temporary = `${path}.tmp`;
  try {
    writeFileSync(temporary, content, { flush: true });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

parentPort?.on('message', (request: OutputsRequest) => {
  const started = performance.now();
  carryOut(request).then(
    () => answer({ error: null, ms: performance.now() - started }),
    (error: unknown) => {
      const text = messageOf(error);
      answer({ error: text, ms: performance.now() - started });
    },
  );
});

function answer(message: OutputsAnswer): void {
  parentPort?.postMessage(message);
}
