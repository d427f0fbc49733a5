import { testAsyncSamplers } from '../../contracts/async-sampler.ts';

testAsyncSamplers();
