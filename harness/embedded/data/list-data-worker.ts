import { parentPort, workerData } from 'node:worker_threads';
import { listData } from './list-data.ts';

parentPort?.postMessage(await listData(workerData as string));
