import type { Payload } from '../../cards/actions.ts';
import type { Command } from '../../services/filing/decision.ts';
import type { Filing } from '../../services/filing/filing.ts';
import { loadFiling, numberTaken, sealedAs } from '../../services/filing/store.ts';
import { numbersIn } from '../../services/office/numbers.ts';
import type { OfficeDeed } from '../../services/office/states.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { callOf } from '../../services/rounds/calls.ts';
import { allFiles } from '../../services/views/filing-views.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';

export const openIntake: Handler<'office.list'> = async ({ operators, who }, { round, state, page }) => {
  mustOperate(operators, who);
  return { show: { kind: 'officeList', roundId: round, ...(state && { state }), ...(page && { page }) } };
};

/** The filing, for an operator, once it has been in the national system. */
export const before = async (scene: Scene, id: string): Promise<Filing> => {
  mustOperate(scene.operators, scene.who);
  const filing = await loadFiling(scene.tx, id);
  if (!filing.office) throw new Refusal('not_filed', '这份材料还没有在国家系统提交，提交后会出现在收件里。');
  scene.known = filing;
  return filing;
};

export const openOffice: Handler<'office.open'> = async (scene, { filing: id }) => {
  await before(scene, id);
  return { show: { kind: 'office', filingId: id } };
};

export const sendOfficeFiles: Handler<'office.files'> = async (scene, { filing: id, version }) => {
  const filing = await before(scene, id);
  if (filing.handedIn !== version)
    throw new Refusal('old_version', `申报单位已更新到第 ${filing.handedIn} 版，请看新版。`);
  const files = [...allFiles(await sealedAs(scene.tx, filing, version)), ...filing.complete];
  const sent = [
    toPerson(scene.who, { kind: 'annex', filingId: id, version }),
    ...files.map(({ id: fileId }) => toPerson(scene.who, { kind: 'officeFile', filingId: id, fileId })),
  ];
  await appendNotices(scene.tx, scene.enqueue, sent, scene.now);
  return { toast: { type: 'info', content: `${sent.length} 份文件马上发到聊天里` } };
};

export const showOfficeForm: Handler<'office.form'> = async (scene, { filing: id, version, deed }) => {
  const filing = await before(scene, id);
  if (filing.version !== version) {
    throw new Refusal('old_version', `这是第 ${version} 版的卡片，现在是第 ${filing.version} 版，卡片已更新。`);
  }
  return { show: { kind: 'officeForm', filingId: id, version, deed } };
};

type Decided = Payload<'office.decide'>;

/** One decision; what is wrong with what was typed is said at its field, anything else goes its usual way. */
export const decideAsOffice: Handler<'office.decide'> = async (scene, payload, form) => {
  const { filing: id, version, deed, look } = payload;
  const filing = await before(scene, id);
  const typed = typedIn(form);
  const again = (errors: Record<string, string>): Reply => ({
    show: { kind: 'officeForm', filingId: id, version, deed, typed, errors },
  });
  if (look) return again({});
  const command = commandOf(payload, typed);
  try {
    if ('number' in command && command.number) await freeNumber(scene, filing, command.number);
    const { outcome, notices } = await act(scene, filing, command, callOf(filing.round.call).nationalOffice);
    const heard = outcome === 'unchanged' ? '没有变化' : notices.length ? `${said[deed]}，各方马上收到` : said[deed];
    return { toast: saved(heard), show: { kind: 'office', filingId: id } };
  } catch (error) {
    if (error instanceof Refusal && Object.hasOwn(fields, error.code)) {
      return again({ [fields[error.code]?.[deed] ?? '']: error.words });
    }
    throw error;
  }
};

/** What was typed, as the fields of the forms; a date picker sends its offset behind the day. */
export const typedIn = (form: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form)
      .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
      .map(([name, value]) => [name, DAYS.includes(name) ? value.slice(0, 10) : value]),
  );
const DAYS = ['from', 'on'];

const freeNumber = async ({ tx }: Scene, filing: Filing, number: string): Promise<void> => {
  const holder = (await numbersIn(tx, filing.roundId)).get(number);
  if (holder && holder !== filing.id) throw numberTaken(number);
};

const commandOf = (
  { version, deed, objection = '', upheld = false }: Decided,
  typed: Record<string, string>,
): Command => {
  const { reason = '', from = '', days = '', link = '', words = '', why = '', on = '' } = typed;
  const number = typed.number?.normalize('NFKC').trim() ?? '';
  switch (deed) {
    case 'refuse':
      return { type: 'refuse', version, reason };
    case 'publicise':
      return { type: 'publicise', version, from, days: daysIn(days), link };
    case 'object':
      return { type: 'object', version, words };
    case 'settle':
      return { type: 'settleObjection', version, objection, upheld, why };
    case 'correctPublicity':
      return { type: 'correctPublicity', version, from, days: daysIn(days), link, reason };
    case 'correctNumber':
      return { type: 'correctNumber', version, number, reason };
    case 'approve':
      return { type: 'approve', version, number };
    case 'list':
      return { type: 'list', version, on, link, number };
  }
};

/** A whole number of days; 0, which no publicity has, for anything else. */
export const daysIn = (words: string): number => {
  const given = words.normalize('NFKC').trim();
  return /^\d{1,3}$/.test(given) ? Number(given) : 0;
};

const said: Record<OfficeDeed, string> = {
  refuse: '已记为不予备案',
  publicise: '已记为公示',
  object: '已登记异议',
  settle: '异议已处理',
  correctPublicity: '已更正公示',
  correctNumber: '已更正编号',
  approve: '已准予备案',
  list: '已列入名单',
};

/** At which field of which form the words of a refusal stand; '' at the foot of the form. */
const fields: Record<string, Partial<Record<OfficeDeed, string>>> = {
  no_reason: { refuse: 'reason', settle: 'why', correctPublicity: 'reason', correctNumber: 'reason' },
  no_day: { publicise: 'from', correctPublicity: 'from', list: 'on' },
  no_days: { publicise: 'days', correctPublicity: 'days' },
  no_words: { object: 'words' },
  no_number: { approve: 'number', list: 'number', correctNumber: 'number' },
  number_taken: { approve: 'number', list: 'number', correctNumber: 'number' },
  too_early: {},
};
