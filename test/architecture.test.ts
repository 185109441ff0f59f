import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bans, cycles, emptyName, searchable, textBans } from './architecture/bans.ts';
import { readSource } from './architecture/source.ts';

const root = path.resolve(import.meta.dirname, '..');
const rooms = ['bot', 'cards', 'services', 'prisma', 'test'];
/** Made by tools, or somebody's data: nobody writes there. */
const made = /^(prisma\/generated|test\/feishu\/dist)(\/|$)/;

const below = async (folder: string): Promise<string[]> => {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const files = await Promise.all(
    entries.map((entry) => {
      const file = folder ? `${folder}/${entry.name}` : entry.name;
      if (made.test(file)) return [];
      return entry.isDirectory() ? below(file) : [file];
    }),
  );
  return files.flat();
};
const atTheTop = (await readdir(root, { withFileTypes: true }))
  .filter((entry) => entry.isFile() && !/^\.(env|git)$|\.log$/.test(entry.name))
  .map((entry) => entry.name);
const files = [...(await Promise.all(rooms.map(below))).flat(), ...atTheTop];
const texts = new Map(
  await Promise.all(files.map(async (file) => [file, await readFile(path.join(root, file), 'utf8')] as const)),
);
const sources = files.filter((file) => /\.tsx?$/.test(file)).map((file) => readSource(file, texts.get(file)!));

test('the whole house is read', () => {
  expect(sources.map(({ file }) => file)).toEqual(expect.arrayContaining(['bot/main.ts', 'test/feishu/page/app.tsx']));
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.flatMap(({ imports }) => imports).filter(({ file }) => file && !file.includes('.'))).toEqual([]);
});

describe('the house keeps its rules', () => {
  test.each(bans)('$name: $reason', ({ breaks, reason }) => {
    const faults = sources.flatMap((source) => breaks(source).map((fault) => `${source.file} ${fault}`));
    expect(faults, reason).toEqual([]);
  });

  test('cycles: a ring of imports has no first file to read, and what runs first is chance', () => {
    expect(cycles(sources)).toEqual([]);
  });

  test(`${emptyName.name}: ${emptyName.reason}`, () => {
    expect(
      files.filter((file) => emptyName.breaks(file).length),
      emptyName.reason,
    ).toEqual([]);
  });

  test.each(textBans)('$name: $reason', ({ words, only, reason }) => {
    const guilty = files.filter((file) => (only?.(file) ?? true) && words.test(searchable(file, texts.get(file)!)));
    expect(guilty, reason).toEqual([]);
  });
});

describe('each rule bites', () => {
  const wrong: [ban: string, file: string, text: string, fault: string][] = [
    ['direction', 'services/view.ts', "import { card } from '../cards/kit/index.ts';", 'imports cards/kit/index.ts'],
    ['direction', 'services/view.ts', "import type { Deps } from '../bot/deps.ts';", 'imports bot/deps.ts'],
    ['direction', 'prisma/client.ts', "export * from '../services/time.ts';", 'imports services/time.ts'],
    ['direction', 'cards/home.ts', "const x = await import('../bot/log.ts');", 'imports bot/log.ts'],
    ['direction', 'cards/home.ts', "type X = import('../bot/log.ts').X;", 'imports bot/log.ts'],
    ['direction', 'bot/main.ts', "import { people } from '../test/season.ts';", 'imports test/season.ts'],
    ['sdk', 'bot/courier.ts', "import * as lark from '@larksuiteoapi/node-sdk';", 'imports @larksuiteoapi/node-sdk'],
    [
      'sdk',
      'test/bot/x.test.ts',
      "import * as lark from '@larksuiteoapi/node-sdk';",
      'imports @larksuiteoapi/node-sdk',
    ],
    ['dates', 'cards/home.ts', "import dayjs from 'dayjs';", 'imports dayjs'],
    ['dates', 'test/x.test.ts', "import utc from 'dayjs/plugin/utc.js';", 'imports dayjs/plugin/utc.js'],
    ['dates', 'services/view.ts', "import { isWorkday } from 'chinese-days';", 'imports chinese-days'],
    ['environment', 'bot/main.ts', 'const port = process.env.PORT;', 'reads process.env'],
    ['environment', 'bot/main.ts', "const port = globalThis.process['env'].PORT;", 'reads process.env'],
    ['environment', 'services/x.ts', 'const { env } = process;', 'reads process.env'],
    ['environment', 'services/x.ts', "import { env } from 'node:process';", 'reads process.env'],
    ['environment', 'cards/deep/x.config.ts', 'process.env.X;', 'reads process.env'],
    ['clock', 'services/x.ts', 'const now = new Date();', 'asks the machine or the database for now'],
    ['clock', 'bot/courier.ts', 'const now = () => Date.now();', 'asks the machine or the database for now'],
    ['clock', 'services/time.ts', 'const today = dayjs().day();', 'asks the machine or the database for now'],
    ['clock', 'services/time.ts', 'const today = dayjs.utc();', 'asks the machine or the database for now'],
    ['clock', 'services/x.ts', 'tx.$executeRaw`UPDATE t SET at = now()`;', 'asks the machine or the database for now'],
    ['tags', 'cards/home.ts', "const title = { tag: 'markdown', content: '' };", 'writes the tag markdown'],
    ['tags', 'bot/courier.ts', "const title = { 'tag': 'hr' as const };", 'writes the tag hr'],
    [
      'local-feishu',
      'test/feishu/x.ts',
      "import { card } from '../../cards/kit/index.ts';",
      'imports cards/kit/index.ts',
    ],
    ['local-feishu', 'test/feishu/page/x.tsx', "import { a } from '../../season.ts';", 'imports test/season.ts'],
    ['queue', 'services/outbox.ts', "import { PgBoss } from 'pg-boss';", 'imports pg-boss'],
    ['queue', 'bot/courier.ts', "import type { PgBoss } from 'pg-boss';", 'imports pg-boss'],
    ['console', 'services/x.ts', "console.log('here');", 'writes to the console'],
  ];
  test.each(wrong)('%s, in %s: %s', (name, file, text, fault) => {
    const source = readSource(file, text);
    expect(bans.filter((ban) => ban.breaks(source).length).map((ban) => ban.name)).toEqual([name]);
    expect(bans.find((ban) => ban.name === name)?.breaks(source)).toEqual([fault]);
  });
  test('no rule over one file is without such a text', () => {
    expect([...new Set(wrong.map(([name]) => name))].sort()).toEqual(bans.map(({ name }) => name).sort());
  });

  const right: [file: string, text: string][] = [
    ['bot/main.ts', "import { PgBoss } from 'pg-boss'; const now = () => new Date(); console.error(now());"],
    ['bot/feishu.ts', "import * as lark from '@larksuiteoapi/node-sdk'; import { card } from '../cards/index.ts';"],
    ['test/feishu-local/api-clients.test.ts', "import * as lark from '@larksuiteoapi/node-sdk';"],
    ['services/time.ts', "import dayjs from 'dayjs'; const day = dayjs(at); const same = new Date(0); Date.UTC(0);"],
    ['bot/config.ts', 'const env = process.env;'],
    ['vite.config.ts', 'const env = process.env;'],
    ['cards/kit/text.ts', "const line = { tag: 'hr' };"],
    ['cards/home.ts', 'const tag = element.tag; const copy = { tag }; now();'],
    ['test/demo/demo.ts', "import { startBot } from '../../bot/main.ts';"],
    ['test/feishu/api.ts', "import { store } from './store.ts'; const at = Date.now();"],
  ];
  test.each(right)('and lets pass, in %s: %s', (file, text) => {
    const source = readSource(file, text);
    expect(bans.flatMap((ban) => ban.breaks(source))).toEqual([]);
  });

  test('a ring of imports is found, whichever file it is met from', () => {
    const ring = (last: string) => [
      readSource('services/start.ts', "import './a.ts';"),
      readSource('services/a.ts', "import { b } from './b/b.ts';"),
      readSource('services/b/b.ts', "export { c } from '../c.ts';"),
      readSource('services/c.ts', last),
    ];
    const told = 'services/a.ts → services/b/b.ts → services/c.ts → services/a.ts';
    expect(cycles(ring("import './a.ts';"))).toEqual([told]);
    // Type stripping leaves `import {} from './a.ts'` of this one.
    expect(cycles(ring("import { type A } from './a.ts';"))).toEqual([told]);
    expect(cycles(ring("import type { A } from './a.ts';"))).toEqual([]);
    expect(cycles([readSource('services/a.ts', "import './a.ts';")])).toEqual(['services/a.ts → services/a.ts']);
  });

  test.each(['services/utils.ts', 'bot/card-helpers.ts', 'test/common/x.ts', 'bot/queue-manager.ts', 'a/Util.test.ts'])(
    'the name %s is refused',
    (file) => {
      expect(emptyName.breaks(file)).not.toEqual([]);
    },
  );

  test.each([
    ['own-clock-of-the-database', 'prisma/schema.prisma', 'at DateTime @default(now())'],
    ['own-clock-of-the-database', 'prisma/schema.prisma', 'at DateTime @updatedAt'],
    ['paths-of-a-machine', 'README.md', ['see /', 'work/main'].join('')],
    ['paths-of-a-machine', 'bot/main.ts', ['// sha', 'red/design.md'].join('')],
    ['registries', 'package-lock.json', ['"resolved": "https://regis', 'try.example.com/koa.tgz"'].join('')],
    ['registries', '.npmrc', ['regis', 'try=http://npm.inner.arti', 'factory.example/api'].join('')],
  ])('%s is found in %s', (name, file, text) => {
    const broken = textBans.filter(({ words, only }) => (only?.(file) ?? true) && words.test(searchable(file, text)));
    expect(broken.map((ban) => ban.name)).toEqual([name]);
  });

  test('what a schema says in a comment is no fault', () => {
    const text = '/// Never @default(now()) here.\nat DateTime // nor @updatedAt';
    expect(textBans[0]?.words.test(searchable('prisma/schema.prisma', text))).toBe(false);
  });
});
