import { z } from 'zod';

/** An operator of the bot. Without a tenant the open_id alone decides: it is unique within the app. */
export type Operator = { openId: string; tenantKey?: string };

export type Config = Readonly<{
  port: number;
  host: string;
  /** Undefined: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | undefined;
  feishu: Readonly<{
    appId: string;
    appSecret: string;
    encryptKey: string;
    verificationToken: string;
    /** Without a trailing slash. */
    baseUrl: string;
  }>;
  operators: readonly Operator[];
  dataDir: string;
  /** How many messages, and as many files, one process has in hand at a time. */
  workers: number;
  /** Calls to the platform that a month may have; 0: nobody counts on a number. */
  apiMonthlyBudget: number;
  logLevel: LogLevel;
}>;

export type LogLevel = (typeof logLevels)[number];

/** Settings are missing or wrong. The message names every fault, one per line, in Chinese, and no value that was given. */
export class ConfigError extends Error {
  constructor(faults: string[]) {
    super(['配置有误，请按下面各行修改 .env 或环境变量：', ...faults].join('\n'));
    this.name = 'ConfigError';
  }
}

/** Reads the settings, from the process's environment unless told otherwise. Throws `ConfigError`. */
export function loadConfig(env: Environment = process.env): Config {
  const { read, done } = readerOf(env);
  const config: Config = {
    port: read('PORT'),
    host: read('HOST'),
    databaseUrl: read('DATABASE_URL'),
    feishu: Object.freeze({
      appId: read('FEISHU_APP_ID'),
      appSecret: read('FEISHU_APP_SECRET'),
      encryptKey: read('FEISHU_ENCRYPT_KEY'),
      verificationToken: read('FEISHU_VERIFICATION_TOKEN'),
      baseUrl: read('FEISHU_BASE_URL'),
    }),
    operators: Object.freeze(read('BOT_OPERATORS')),
    dataDir: read('DATA_DIR'),
    workers: read('WORKERS'),
    apiMonthlyBudget: read('API_MONTHLY_BUDGET'),
    logLevel: read('LOG_LEVEL'),
  };
  return done(config);
}

/** Only what says where the data are, for commands that look at them. Throws `ConfigError`. */
export function loadStoreConfig(env: Environment = process.env): Pick<Config, 'databaseUrl' | 'dataDir'> {
  const { read, done } = readerOf(env);
  return done({ databaseUrl: read('DATABASE_URL'), dataDir: read('DATA_DIR') });
}

type Environment = Record<string, string | undefined>;

/** Reads setting by setting; `done` throws with every fault that was met. */
function readerOf(env: Environment) {
  const faults: string[] = [];
  // An empty line in .env means "not set".
  const given = (key: SettingKey) => env[key]?.trim() || (settings[key] as Setting).fallback;
  return {
    read: <K extends SettingKey>(key: K): z.output<(typeof settings)[K]['rule']> => {
      const { rule, must, example } = settings[key];
      const parsed = rule.safeParse(given(key));
      if (!parsed.success)
        faults.push(`${key}：${given(key) === undefined ? '没有填写' : must}。例如 ${key}=${example}`);
      return parsed.data as z.output<(typeof settings)[K]['rule']>;
    },
    done: <T extends object>(config: T): Readonly<T> => {
      if (faults.length > 0) throw new ConfigError(faults);
      return Object.freeze(config);
    },
  };
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const operator = z
  .string()
  .regex(/^(?:[\w-]+:)?ou_[\w-]+$/)
  .transform((entry): Operator => {
    const [openId, tenantKey] = entry.split(':').reverse();
    return Object.freeze(tenantKey ? { openId: openId!, tenantKey } : { openId: openId! });
  });

const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

type Setting = { rule: z.ZodType; must: string; example: string; fallback?: string };

/** Every setting there is: its rule, what it must be, an example, and what stands in when it is not set. */
export const settings = {
  PORT: {
    rule: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65535)),
    must: '须是 0 到 65535 的整数（0 表示任意空闲端口）',
    example: '3000',
    fallback: '3000',
  },
  // Reachable from outside by default: the platform calls us, most often through a proxy on another host or container.
  HOST: {
    rule: z.string().regex(/^[\w.:-]+$/),
    must: '须是监听的地址',
    example: '127.0.0.1',
    fallback: '0.0.0.0',
  },
  DATABASE_URL: {
    rule: z.url({ protocol: /^postgres(?:ql)?$/ }).optional(),
    must: '须是 PostgreSQL 的连接地址，以 postgresql:// 开头；不填则用内置的 PostgreSQL',
    example: 'postgresql://用户:密码@127.0.0.1:5432/filing',
  },
  FEISHU_APP_ID: {
    rule: z.string().regex(/^cli_\w+$/),
    must: '须是飞书开放平台“凭证与基础信息”里的 App ID，以 cli_ 开头',
    example: 'cli_a1b2c3d4e5f6g7h8',
  },
  FEISHU_APP_SECRET: {
    rule: z.string(),
    must: '须是“凭证与基础信息”里的 App Secret',
    example: '（“凭证与基础信息”里的 App Secret）',
  },
  FEISHU_ENCRYPT_KEY: {
    rule: z.string(),
    must: '须是“事件与回调 › 加密策略”里的 Encrypt Key',
    example: '（“事件与回调 › 加密策略”里的 Encrypt Key）',
  },
  FEISHU_VERIFICATION_TOKEN: {
    rule: z.string(),
    must: '须是“事件与回调 › 加密策略”里的 Verification Token',
    example: '（“事件与回调 › 加密策略”里的 Verification Token）',
  },
  FEISHU_BASE_URL: {
    rule: webUrl,
    must: '须是 http:// 或 https:// 开头的网址',
    example: 'https://open.feishu.cn',
    fallback: 'https://open.feishu.cn',
  },
  BOT_OPERATORS: {
    rule: z
      .string()
      .transform((list) => list.split(/[,，]/).flatMap((entry) => entry.trim() || []))
      .pipe(z.array(operator).min(1)),
    must: '须是以逗号分隔的 open_id 或 tenant_key:open_id，open_id 以 ou_ 开头，至少一个',
    example: 'ou_1a2b3c,2ed263bf32cf1651:ou_4d5e6f',
  },
  DATA_DIR: {
    rule: z.string(),
    must: '须是存放数据的目录',
    example: '.data',
    fallback: '.data',
  },
  WORKERS: {
    rule: z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .pipe(z.number().min(1).max(20)),
    must: '须是 1 到 20 的整数',
    example: '4',
    fallback: '4',
  },
  API_MONTHLY_BUDGET: {
    rule: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
    must: '须是一个月可以调用飞书接口的次数，0 表示不限',
    example: '10000',
    fallback: '0',
  },
  LOG_LEVEL: {
    rule: z.enum(logLevels),
    must: `须是 ${logLevels.join('、')} 之一`,
    example: 'info',
    fallback: 'info',
  },
} as const satisfies Record<string, Setting>;

type SettingKey = keyof typeof settings;
