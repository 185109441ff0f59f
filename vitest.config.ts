import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The long files: begun last, one of them would run alone while the other cores have nothing left to do. */
const LONG = [
  'journeys/every-journey-harsh-1',
  'journeys/every-journey-harsh-2',
  'journeys/every-journey-harsh-3',
  'journeys/whole-round',
  'journeys/season',
  'journeys/kill-while-submitting',
  'journeys/kill-while-filling',
  'page/main-job',
  'services/filing/random-journeys',
  'page/hardships',
  'cards/extremes',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => LONG.findIndex((name) => moduleId.includes(name));
    const isLong = (file: TestSpecification) => place(file) >= 0;
    const long = files.filter(isLong).sort((a, b) => place(a) - place(b));
    return [...long, ...(await super.sort(files.filter((file) => !isLong(file))))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database-server.ts'],
    pool: 'forks',
    // The files of a worker share what they import, which keeps nothing of a test: to load it anew for each was an eighth
    // of all the work.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // A journey waits for the database half of its time, so there is one worker more than cores; more than four would
    // ask one PostgreSQL for too many connections.
    maxWorkers: Math.min(availableParallelism() + 1, 4),
    // A journey of many people is 15 s of work on two cores that others use as well.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
