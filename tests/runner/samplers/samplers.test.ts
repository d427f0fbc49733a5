import { testSamplers } from '../../contracts/sampler.ts';

testSamplers();
