import { testExecutors } from './executor.ts';

testExecutors();
