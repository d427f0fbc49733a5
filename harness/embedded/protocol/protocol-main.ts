import { createLineSplitter } from '../../../runner/domain/line-splitter.ts';
import { createBacktestThread } from './backtest-thread.ts';
import { errorFields, type ThreadAnswer, type ThreadTask } from './messages.ts';
import { readTask } from './read-task.ts';

/*
 * The embedded engine as a program that speaks the protocol of the LEAN harness: requests on stdin,
 * answers on stdout, a JSON object a line (harness/lean/README.md). Beside that it knows `describe`,
 * which asks what the backtests of a setup read, and it answers with metrics under our own names.
 */

/** What was asked for before the end of input may take this long; a loop would take for ever. */
const LAST_ANSWERS_MS = 5_000;

interface Settings {
  readonly projectRoot: string;
  readonly memoryLimitMb: number;
}

interface Waiting {
  readonly id: unknown;
  readonly task: ThreadTask;
}

const settings: Settings = {
  projectRoot: process.cwd(),
  memoryLimitMb: 4_096,
  ...(JSON.parse(process.argv[2] ?? '{}') as Partial<Settings>),
};

const thread = createBacktestThread({
  ...settings,
  log: (text) => process.stderr.write(`${text}\n`),
  progress: (fields) => {
    const line = JSON.stringify({ id: running?.id ?? null, ...fields });
    process.stdout.write(`${line}\n`);
  },
});
const queue: Waiting[] = [];
let running: Waiting | null = null;
let answered = 0;
let ended = false;

function receive(line: string): void {
  const request = parse(line);
  if (request === null) {
    const message = 'Cannot read the line: wanted a JSON object';
    answer(null, { fields: errorFields('request', message) });
  } else if (request['ping'] === true) answer(request['id'], { fields: ready() });
  else if (request['cancel'] === true) cancel(request['id']);
  else enqueue(request);
}

function enqueue(request: Readonly<Record<string, unknown>>): void {
  const { id } = request;
  try {
    queue.push({ id, task: readTask(request) });
  } catch (error) {
    answer(id, { fields: errorFields('request', (error as Error).message) });
  }
  next();
}

async function next(): Promise<void> {
  if (running !== null) return;
  running = queue.shift() ?? null;
  if (running === null) {
    if (ended) leave();
    return;
  }
  const { id, task } = running;
  const found = await thread.run(task);
  answered++;
  answer(id, found);
  running = null;
  next();
}

function cancel(id: unknown): void {
  const place = queue.findIndex((waiting) => waiting.id === id);
  if (place >= 0) {
    queue.splice(place, 1);
    answer(id, { fields: { status: 'cancelled' } });
  } else if (running?.id === id) thread.cancel();
}

function ready() {
  return {
    status: 'ready',
    framework: `Node ${process.versions.node}`,
    harness: 'embedded',
    backtests: answered,
    ...memory(),
  };
}

function answer(id: unknown, { fields, result }: ThreadAnswer): void {
  const line = JSON.stringify({ id: id ?? null, ...fields, ...memory() });
  // The result is text already, and long.
  process.stdout.write(
    result === undefined ? `${line}\n` : `${line.slice(0, -1)},"result":${result}}\n`,
  );
}

function memory() {
  return { memory_mb: process.memoryUsage.rss() / 1024 ** 2 };
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Without waiting for the thread, which may be in a loop. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function leave(): void {
  process.stdout.write('', () => process.exit(0));
}

function finish(): void {
  ended = true;
  if (running === null) leave();
  else setTimeout(die, LAST_ANSWERS_MS);
}

const lines = createLineSplitter((line) => {
  if (line.trim() !== '') receive(line);
});
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece: string) => lines.push(piece));
process.stdin.on('end', finish);
process.stdin.on('error', die);
process.stdout.on('error', die);
