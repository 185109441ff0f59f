import { playHarshly } from './harsh.ts';

await playHarshly(0, 3);
