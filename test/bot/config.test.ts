import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, settings } from '../../bot/config.ts';

const least = {
  FEISHU_APP_ID: 'cli_test',
  FEISHU_APP_SECRET: 'the app secret',
  FEISHU_ENCRYPT_KEY: 'the encrypt key',
  FEISHU_VERIFICATION_TOKEN: 'the verification token',
  BOT_OPERATORS: 'ou_one',
};

/** The lines of the error, without its heading. */
function faultsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message.split('\n').slice(1);
  }
  return [];
}

describe('loadConfig', () => {
  it('needs no more than the app and an operator', () => {
    expect(loadConfig(least)).toEqual({
      port: 3000,
      host: '0.0.0.0',
      databaseUrl: undefined,
      feishu: {
        appId: 'cli_test',
        appSecret: 'the app secret',
        encryptKey: 'the encrypt key',
        verificationToken: 'the verification token',
        baseUrl: 'https://open.feishu.cn',
      },
      operators: [{ openId: 'ou_one' }],
      dataDir: '.data',
      workers: 4,
      apiMonthlyBudget: 0,
      logLevel: 'info',
    });
  });

  it('takes every setting as given', () => {
    const config = loadConfig({
      ...least,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/filing',
      FEISHU_BASE_URL: 'http://127.0.0.1:4000/',
      BOT_OPERATORS: ' ou_one, tenant-1:ou_two，ou_three,',
      DATA_DIR: '/srv/data',
      WORKERS: '1',
      API_MONTHLY_BUDGET: '10000',
      LOG_LEVEL: 'debug',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      databaseUrl: 'postgresql://u:p@127.0.0.1:5432/filing',
      feishu: { baseUrl: 'http://127.0.0.1:4000' },
      operators: [{ openId: 'ou_one' }, { openId: 'ou_two', tenantKey: 'tenant-1' }, { openId: 'ou_three' }],
      dataDir: '/srv/data',
      workers: 1,
      apiMonthlyBudget: 10_000,
      logLevel: 'debug',
    });
  });

  it('cannot be changed afterwards', () => {
    const config = loadConfig(least) as unknown as { port: number; feishu: { appId: string }; operators: unknown[] };
    expect(() => {
      config.port = 1;
    }).toThrow(TypeError);
    expect(() => {
      config.feishu.appId = 'other';
    }).toThrow(TypeError);
    expect(() => config.operators.push({})).toThrow(TypeError);
  });

  it('names every missing setting at once, one per line, with an example', () => {
    const faults = faultsOf({});
    expect(faults.map((line) => line.split('：')[0])).toEqual(Object.keys(least));
    for (const line of faults) expect(line).toMatch(/^(\w+)：没有填写。例如 \1=.+/);
  });

  it('takes an empty value for a missing one', () => {
    expect(faultsOf({ ...least, FEISHU_APP_SECRET: '  ', PORT: '', DATABASE_URL: '' })).toEqual([
      expect.stringContaining('FEISHU_APP_SECRET：没有填写'),
    ]);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['HOST', 'http://here'],
    ['DATABASE_URL', 'mysql://user:hidden@host/db'],
    ['FEISHU_APP_ID', 'a secret put in the wrong place'],
    ['FEISHU_BASE_URL', 'open.feishu.cn'],
    ['BOT_OPERATORS', ','],
    ['BOT_OPERATORS', 'ou_one,13800000000'],
    ['BOT_OPERATORS', 'ou_one:tenant'],
    ['WORKERS', '0'],
    ['WORKERS', '21'],
    ['API_MONTHLY_BUDGET', '-1'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s', (key, value) => {
    const faults = faultsOf({ ...least, [key]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${key}：须是.+。例如 ${key}=.+`));
  });

  it.each([
    ['DATABASE_URL', 'mysql://user:pAssw0rd@host/db'],
    ['FEISHU_APP_ID', 'a secret put in the wrong place'],
    ['FEISHU_BASE_URL', 'somebody:pAssw0rd@host'],
    ['BOT_OPERATORS', '13800000000'],
  ])('never repeats what was given: %s', (key, value) => {
    const message = faultsOf({ ...least, [key]: value, PORT: 'x' }).join('\n');
    for (const given of [value, ...Object.values(least).slice(1, 4)]) expect(message).not.toContain(given);
  });
});

describe('.env.example', () => {
  const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
  const entries = lines.flatMap((line, at) => {
    const match = /^(\w+)=(.*)$/.exec(line);
    return match ? [{ key: match[1]!, value: match[2]!, comment: lines[at - 1] ?? '' }] : [];
  });

  it('lists exactly the settings there are, in their order, with their defaults', () => {
    const expected = Object.entries(settings).map(([key, setting]) => [
      key,
      'fallback' in setting ? setting.fallback : '',
    ]);
    expect(entries.map(({ key, value }) => [key, value])).toEqual(expected);
  });

  it.each(entries)('explains $key in a comment, and says when it must be filled in', ({ key, comment }) => {
    expect(comment).toMatch(/^# ./);
    expect(comment.includes('必填')).toBe(key in least);
  });

  it('starts the bot once the empty required lines are filled in', () => {
    const filled = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
    expect(loadConfig({ ...filled, ...least }).port).toBe(3000);
  });
});
