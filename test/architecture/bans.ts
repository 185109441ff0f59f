import type { Source } from './source.ts';

/** A rule of the house over one source file: what is wrong, if anything, and why it is a rule. */
export type Ban = { name: string; reason: string; breaks: (source: Source) => string[] };

const ROOMS = ['prisma', 'services', 'cards', 'bot', 'test'];
const roomOf = (file: string): string => file.split('/')[0]!;
const inTest = (file: string): boolean => roomOf(file) === 'test';
const imported = (source: Source, is: (from: string) => boolean): string[] =>
  source.imports.filter(({ from }) => is(from)).map(({ from }) => `imports ${from}`);
const ofPackage = (name: string) => (from: string) => from === name || from.startsWith(`${name}/`);

/** Files that may do what others may not, each with its reason. */
const mayReadTheClock: Record<string, string> = {
  'bot/main.ts': 'the one clock is made here',
  'prisma/new-migration.ts': 'a tool for the desk: it names a new migration by the time it was made',
};
const mayUseTheConsole: Record<string, string> = {
  'bot/main.ts': 'settings that cannot be read leave no logger to speak through',
  'prisma/new-migration.ts': 'a tool for the desk: it speaks to whoever runs it',
  'bot/verify.ts': 'a command whose words are its result',
};

export const bans: Ban[] = [
  {
    name: 'direction',
    reason: 'imports point one way, bot → cards → services → prisma, so that the core can be read and tested alone',
    breaks: ({ file, imports }) =>
      imports
        .filter((one) => one.file && ROOMS.indexOf(roomOf(one.file)) > ROOMS.indexOf(roomOf(file)))
        .map((one) => `imports ${one.file}`),
  },
  {
    name: 'sdk',
    reason:
      'only bot/feishu.ts knows the SDK: the rest speaks in our words and a change of the SDK meets one file; the local Feishu’s own tests try it there',
    breaks: (source) =>
      source.file === 'bot/feishu.ts' || /^test\/feishu-local\/.*\.test\.ts$/.test(source.file)
        ? []
        : imported(source, (from) => from.startsWith('@larksuiteoapi/')),
  },
  {
    name: 'dates',
    reason: 'only services/time.ts reckons with dates: elsewhere the machine’s own zone would slip in',
    breaks: (source) =>
      source.file === 'services/time.ts'
        ? []
        : imported(source, (from) => ofPackage('dayjs')(from) || ofPackage('chinese-days')(from)),
  },
  {
    name: 'environment',
    reason: 'only bot/config.ts reads the environment, so that every setting is checked and listed in one place',
    breaks: ({ file, uses }) =>
      uses.has('environment') && file !== 'bot/config.ts' && !/^[^/]+\.config\.ts$/.test(file) && !inTest(file)
        ? ['reads process.env']
        : [],
  },
  {
    name: 'clock',
    reason: 'there is one clock, made in bot/main.ts: elsewhere `now` arrives as a value and tests can set it',
    breaks: ({ file, uses }) =>
      uses.has('clock') && !(file in mayReadTheClock) && !inTest(file)
        ? ['asks the machine or the database for now']
        : [],
  },
  {
    name: 'tags',
    reason: 'only cards/kit/ writes Feishu’s tags: it knows what the platform takes and checks it',
    breaks: ({ file, tags }) =>
      ['cards', 'bot', 'services'].includes(roomOf(file)) && !file.startsWith('cards/kit/')
        ? tags.map((tag) => `writes the tag ${tag}`)
        : [],
  },
  {
    name: 'local-feishu',
    reason: 'the local Feishu stands for the platform: built on the product it would share the product’s mistakes',
    breaks: ({ file, imports }) =>
      file.startsWith('test/feishu/')
        ? imports.filter((one) => one.file && !one.file.startsWith('test/feishu/')).map((one) => `imports ${one.file}`)
        : [],
  },
  {
    name: 'queue',
    reason:
      'services know the queue by services/queue.ts, the bot by bot/queue.ts: another queue would change two files',
    breaks: (source) =>
      ['bot/queue.ts', 'bot/main.ts', 'services/queue.ts'].includes(source.file) || inTest(source.file)
        ? []
        : imported(source, ofPackage('pg-boss')),
  },
  {
    name: 'console',
    reason: 'what the bot has to say goes through the log, which leaves out secrets and personal data',
    breaks: ({ file, uses }) =>
      uses.has('console') && !(file in mayUseTheConsole) && !inTest(file) ? ['writes to the console'] : [],
  },
];

/** What a name must not say, because everything could live there. */
export const emptyName: Pick<Ban, 'name' | 'reason'> & { breaks: (file: string) => string[] } = {
  name: 'empty-name',
  reason: 'a file is called by what it holds; these words say nothing and gather everything',
  breaks: (file) =>
    file
      .toLowerCase()
      .split(/[/.\-_]/)
      .filter((word) => /^(utils?|helpers?|commons?|managers?)$/.test(word)),
};

/** Rules over the text of any file of the project, code or not. */
export const textBans: { name: string; reason: string; only?: (file: string) => boolean; words: RegExp }[] = [
  {
    name: 'own-clock-of-the-database',
    reason: 'every instant is written by us from `now`: the database’s clock would be a second one',
    only: (file) => file.endsWith('.prisma'),
    words: /@default\(\s*now\(\)|@updatedAt/,
  },
  {
    name: 'paths-of-a-machine',
    reason: 'a path of somebody’s machine means nothing on another one',
    // Written apart, because this file is searched as well.
    words: new RegExp(`${['', 'work', ''].join('/')}|(?<![\\w@./-])${['shared', ''].join('/')}`),
  },
  {
    name: 'registries',
    reason: 'where packages come from is a matter of each machine’s npm, and an inner address is nobody’s business',
    words: new RegExp(['https?://[^\\s"]*', 'regis', 'try\\.|npm', 'mirror|arti', 'factory\\.|ver', 'daccio'].join('')),
  },
];

/** A text as the text bans see it: comments of a Prisma schema may name what is banned. */
export const searchable = (file: string, text: string): string =>
  file.endsWith('.prisma') ? text.replace(/\/\/.*$/gm, '') : text;

/**
 * Files that import each other in a ring, each ring once, as 'a → b → a'. Type-only imports are left out: they are
 * erased before anything runs, so they cannot meet a half-loaded file, and a type and the functions over it may well
 * name each other. Between rooms the direction forbids them anyway.
 */
export const cycles = (sources: Source[]): string[] => {
  const edges = new Map(
    sources.map(({ file, imports }) => [file, imports.flatMap((one) => (one.file && !one.typeOnly ? [one.file] : []))]),
  );
  const found = new Map<string, string>();
  const finished = new Set<string>();
  const walk = (file: string, trail: string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      const ring = trail.slice(at);
      found.set([...ring].sort().join(' '), [...ring, file].join(' → '));
      return;
    }
    if (finished.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file]);
    finished.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return [...found.values()];
};
