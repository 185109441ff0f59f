import { playHarshly } from './harsh.ts';

await playHarshly(1, 3);
