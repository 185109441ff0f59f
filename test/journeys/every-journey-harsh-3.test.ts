import { playHarshly } from './harsh.ts';

await playHarshly(2, 3);
