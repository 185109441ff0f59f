/** What went wrong, by what to do about it. */
export type FeishuErrorKind =
  /** Too fast: wait `retryAfterSeconds` (or back off when it is absent), then repeat the same bytes. */
  | 'limited'
  /** Network, timeout, 5xx, a card being clicked: repeat with backoff. */
  | 'transient'
  /** The platform refuses what we say: repeating cannot help. */
  | 'content'
  /** The person or chat cannot be reached: repeating cannot help, somebody has to be told. */
  | 'unreachable'
  /** The message is recalled, deleted or older than 14 days: it can no longer be patched. */
  | 'gone'
  /** The tenant's monthly number of calls is used up. */
  | 'quota'
  /** The app lacks a scope, its secret, its bot ability: an operator has to act. */
  | 'config'
  /** A file is larger than the platform, or the caller's limit, allows. */
  | 'too_large';

/**
 * Trouble with the platform. `words` (Chinese, for the operator and the log) and `message` hold only our own words and the
 * code: the platform's own text may echo answers, mobiles or e-mails and is dropped.
 */
export class FeishuError extends Error {
  readonly kind: FeishuErrorKind;
  readonly words: string;
  /** The platform's code from the body; undefined when no readable body came (network, timeout, size). */
  readonly code: number | undefined;
  /** How long the platform asks us to wait; only for `limited`, and not always there. */
  readonly retryAfterSeconds: number | undefined;
  /** The platform's id of the call: its support asks for it. */
  readonly logId: string | undefined;
  /** The call may have had its effect all the same: no answer came, or one that says nothing about that. */
  readonly inDoubt: boolean;

  constructor(fault: {
    kind: FeishuErrorKind;
    words: string;
    code?: number;
    retryAfterSeconds?: number;
    logId?: string;
    inDoubt?: boolean;
  }) {
    super(fault.code === undefined ? fault.words : `${fault.words}（${fault.code}）`);
    this.name = 'FeishuError';
    this.kind = fault.kind;
    this.words = fault.words;
    this.code = fault.code;
    this.retryAfterSeconds = fault.retryAfterSeconds;
    this.logId = fault.logId;
    this.inDoubt = fault.inDoubt ?? fault.kind === 'transient';
  }
}

/** The tenant token is missing, expired or withdrawn: worth one fresh token and one repetition of the call. */
export const isTokenTrouble = (error: unknown) =>
  error instanceof FeishuError && error.code !== undefined && tokenCodes.has(error.code);

/**
 * Sorts an answer of the platform by the code in its body, and by the HTTP status only where there is no known code: the same
 * code may arrive with HTTP 200 or 400. Codes: error tables of im/v1/messages, im/v1/files, contact/v3/users, and the
 * platform's general code list.
 */
export function classify(answer: {
  status: number;
  body: unknown;
  /** `x-ogw-ratelimit-reset`, in seconds. */
  reset?: string;
  logId?: string;
}): FeishuError {
  const { code, msg } = codeOf(answer.body);
  const [kind, words] = verdict(answer.status, code, msg);
  const reset = Number.parseFloat(answer.reset ?? '');
  const retryAfterSeconds = kind === 'limited' && reset >= 0 ? reset : undefined;
  return new FeishuError({ kind, words, code, retryAfterSeconds, logId: answer.logId });
}

/** The code and text of a body; no code when it is not the platform's envelope. */
export function codeOf(body: unknown): { code?: number; msg: string } {
  if (typeof body !== 'object' || body === null) return { msg: '' };
  const { code, msg } = body as { code?: unknown; msg?: unknown };
  return { code: typeof code === 'number' ? code : undefined, msg: typeof msg === 'string' ? msg : '' };
}

type Verdict = readonly [FeishuErrorKind, string];

function verdict(status: number, code: number | undefined, msg: string): Verdict {
  // 230099 wraps the card engine's own code. 11310 stands for several things; only the lock of a card that is being clicked
  // passes by itself.
  if (code === 230099 && /\b11310\b.*\block\b/is.test(msg)) return verdicts.get(11310)!;
  const known = code === undefined ? undefined : verdicts.get(code);
  if (known) return known;
  if (status === 429) return limited;
  if (status >= 500) return ['transient', '飞书暂时没有响应'];
  if (code === undefined) return ['config', '对方不像飞书，请检查 FEISHU_BASE_URL 和网络代理'];
  return ['content', '飞书没有接受这次请求'];
}

const tokenCodes = new Set([99991661, 99991663, 99991664, 99991668, 99991671]);

const limited: Verdict = ['limited', '发送过快，飞书要求稍后再发'];

const verdicts = new Map<number, Verdict>([
  ...[99991400, 230020, 11232, 11233].map((code) => [code, limited] as const),
  ...[...tokenCodes].map((code) => [code, ['config', '飞书不认可应用的访问凭证']] as const),
  [99991403, ['quota', '本月的接口调用次数已用完']],

  [230049, ['transient', '同一条消息还在发送']],
  [11310, ['transient', '卡片正在被点击，暂时不能更新']],
  [200810, ['transient', '卡片正在被点击，暂时不能更新']],
  [232096, ['transient', '飞书暂停写入，请稍后再试']],
  [234019, ['transient', '飞书没有读到应用的权限，请稍后再试']],

  [9499, ['content', '请求的格式不对']],
  [99992402, ['content', '请求的字段不对']],
  [230001, ['content', '请求的参数不对']],
  [230017, ['content', '文件不是本机器人上传的']],
  [230012, ['content', '不是本机器人发的消息']],
  [230023, ['content', '对方没有读的加急消息太多']],
  [230024, ['content', '加急的次数已用完']],
  [230022, ['content', '内容含有敏感信息，没有通过审核']],
  [230025, ['content', '内容太长']],
  [230028, ['content', '内容没有通过数据防泄漏检查，可能含有手机号或邮箱']],
  [230054, ['content', '这个会话不支持这种消息']],
  [230055, ['content', '文件类型与消息不符']],
  [230075, ['content', '加密会话不支持这种消息']],
  [230099, ['content', '卡片内容没有被接受']],
  [234009, ['content', '外部群里的文件不能下载']],
  [234010, ['content', '文件是空的']],
  [234038, ['content', '保密消息里的文件不能下载']],
  [234043, ['content', '这种消息里的文件不能下载']],

  [230002, ['unreachable', '机器人不在群里']],
  [230013, ['unreachable', '对方不在应用的可用范围内，或账号已停用、离职']],
  [230018, ['unreachable', '群设置不允许发送']],
  [230029, ['unreachable', '对方已离职']],
  [230034, ['unreachable', '收信人的标识无效']],
  [230035, ['unreachable', '没有发送权限，或被禁言、被对方屏蔽']],
  [230036, ['unreachable', '对方租户的加密密钥已删除']],
  [230038, ['unreachable', '不能跨租户发单聊']],
  [230053, ['unreachable', '对方不接收机器人的消息']],
  [232009, ['unreachable', '群已解散']],
  [41012, ['unreachable', '没有这个人']],
  [41050, ['unreachable', '这个人不在应用的通讯录范围内']],
  [99992351, ['unreachable', '没有这个人']],

  [230011, ['gone', '消息已撤回']],
  [230031, ['gone', '消息发出超过 14 天，不能再更新']],
  [230110, ['gone', '消息已删除']],

  [1770002, ['gone', '没有这个文档']],
  [131005, ['gone', '没有这个文档']],
  [1770032, ['unreachable', '应用没有被加为文档应用']],
  [131006, ['unreachable', '应用没有被加为文档应用']],
  [1770033, ['too_large', '文档太大，读不出来']],

  [230006, ['config', '应用没有启用机器人能力']],
  [234007, ['config', '应用没有启用机器人能力']],
  [230027, ['config', '应用缺少发送权限，或没有开启对外共享']],
  [99991672, ['config', '应用缺少所需的权限']],
  [99991679, ['config', '缺少用户授权']],
  [10003, ['config', '应用的 App ID 不对']],
  [10013, ['config', '取不到访问凭证']],
  [10014, ['config', '应用的 App Secret 不对']],

  [234006, ['too_large', '文件超过飞书的大小限制']],
  [234037, ['too_large', '文件超过 100 MB，不能下载']],
]);
