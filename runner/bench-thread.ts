// The composition root of the threads in which `bench-samplers` searches.
import { parentPort, workerData } from 'node:worker_threads';
import { type BenchThreadData, serveSearches } from './bench/serve-searches.ts';
import { samplers } from './samplers/index.ts';

if (parentPort) serveSearches(parentPort, samplers, workerData as BenchThreadData);
