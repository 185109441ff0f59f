import { Refusal } from '../refusal.ts';
import { type Addressed, type Commands, done, toReviewer } from './decision.ts';
import {
  type Assignee,
  assigneeOf,
  DIRECT,
  type Filing,
  type Opinion,
  opinionsNow,
  sameWho,
  type Who,
} from './filing.ts';
import { isOpenForReview, isWithDepartment, statusNames } from './status.ts';

/** Words of an opinion stand on the review card beside much else. */
export const LONGEST_OPINION = 500;
/** Asked about one version at most: a card names them all. */
const MOST_ASKED = 6;

/** How a department shares its work on one filing: handed on, an opinion asked, the head's word before 推荐. */
export const opinionCommands: Pick<Commands, 'assignReview' | 'askOpinion' | 'giveOpinion' | 'dropOpinion'> = {
  assignReview: (filing, { version, to, tell }, { actor, now }) => {
    const before = assigneeOf(filing);
    if (!to) {
      if (!before) throw new Refusal('not_assigned', '这份材料现在没有转交给同事，没有改动。');
      return done({ ...filing, assignee: null }, { what: 'unassign' }, handover(filing, before, 'ended', tell));
    }
    mustBeSeen(filing, version);
    if (!isWithDepartment(filing)) throw settled(filing);
    if (before && sameWho(before, to)) return done(filing, { what: 'assign' }, [], 'unchanged');
    const { tenantKey, openId, name } = to;
    const at = { departmentCode: filing.departmentCode ?? '', by: actor.name, at: now.toISOString() };
    const assignee: Assignee = { tenantKey, openId, name, ...at };
    const next = { ...filing, assignee };
    const work: Addressed[] = [
      { to: { who: { tenantKey, openId } }, notice: { kind: 'review', filingId: filing.id, version } },
      { to: { who: { tenantKey, openId } }, notice: { kind: 'annex', filingId: filing.id, version } },
    ];
    const gone = before ? handover(filing, before, 'ended', []) : [];
    return done(next, { what: `assignReview v${version}` }, [
      ...gone,
      ...work,
      ...handover(next, null, 'handed', tell),
    ]);
  },

  askOpinion: (filing, { version, id, of, kind }, { actor, now }) => {
    askable(filing, version);
    if (sameWho(of, actor)) throw new Refusal('ask_self', '不能征求自己的意见，请选择其他同事。');
    const others = opinionsNow(filing).filter((one) => !(sameWho(one, of) && one.kind === kind));
    if (opinionsNow(filing).some((one) => sameWho(one, of) && one.kind === kind && !one.answer)) {
      throw new Refusal('asked_already', `已经请过${of.name}，正在等待答复。`);
    }
    if (others.length >= MOST_ASKED) {
      throw new Refusal('too_many_asked', `同一版最多请 ${MOST_ASKED} 次，请先撤回不再需要的。`);
    }
    const asked: Opinion = {
      ...{ id, tenantKey: of.tenantKey, openId: of.openId, name: of.name, kind, version },
      askedAt: now.toISOString(),
    };
    const told: Addressed[] = [
      { to: { who: { tenantKey: of.tenantKey, openId: of.openId } }, notice: asking(filing, asked) },
    ];
    // What was asked about an earlier version and never answered is asked no more.
    const past = filing.opinions.filter((one) => one.version !== version && one.answer);
    return done({ ...filing, opinions: [...past, ...others, asked] }, { what: `${kind} v${version}` }, told);
  },

  giveOpinion: (filing, { version, id, agree, words }, { actor, now, operators }) => {
    const asked = filing.opinions.find((one) => one.id === id && sameWho(one, actor));
    if (!asked) throw new Refusal('not_asked', '现在没有请您发表意见，可能已经撤回，您的点击没有改动任何内容。');
    askable(filing, version);
    if (asked.version !== version) throw old(filing);
    if (asked.answer) throw new Refusal('answered', '您已经答复过了，没有再改动。如需更改，请联系人重新征求。');
    const said = words.trim();
    if (!agree && !said) throw new Refusal('no_words', '请写一句理由，对方才知道怎么办。');
    if (said.length > LONGEST_OPINION) throw new Refusal('no_words', `请控制在 ${LONGEST_OPINION} 字以内。`);
    const given: Opinion = {
      ...{ ...asked, answer: agree ? 'agreed' : 'objected', at: now.toISOString() },
      ...(said && { words: said }),
    };
    const opinions = filing.opinions.map((one) => (one.id === id ? given : one));
    const news = toReviewer(filing, { kind: 'opinionNews', filingId: filing.id, opinionId: id }, operators);
    return done({ ...filing, opinions }, { what: `${agree ? 'advised' : 'dissented'} v${version}` }, news);
  },

  dropOpinion: (filing, { id }) => {
    const asked = opinionsNow(filing).find((one) => one.id === id);
    if (!asked) throw new Refusal('not_asked_now', '这次请求已经撤回，或申报单位已更新版本，没有再改动。');
    if (asked.kind === 'opinion' && asked.answer) {
      throw new Refusal('answered', `${asked.name}已经答复，意见留在材料里，不能撤回。`);
    }
    const told: Addressed[] = [
      { to: { who: whoOf(asked) }, notice: { kind: 'handover', filingId: filing.id, event: 'dropped' } },
    ];
    const opinions = filing.opinions.filter((one) => one !== asked);
    return done({ ...filing, opinions }, { what: `dropOpinion v${asked.version}` }, told);
  },
};

/** Where the head was asked before 推荐, nothing is recommended without their word: why not, and how to go on. */
export const lacksApproval = (filing: Filing): string | undefined => {
  const approvals = opinionsNow(filing).filter(({ kind, answer }) => kind === 'approval' && answer !== 'agreed');
  const refused = approvals.find(({ answer }) => answer);
  const open = approvals.find(({ answer }) => !answer);
  const there = '在“转交与征求意见”里';
  if (open) {
    return `已请${open.name}批准推荐，还没有答复，现在不能推荐。请等待答复；不再需要批准的，${there}撤回请求。`;
  }
  return (
    refused && `${refused.name}不同意推荐，现在不能推荐。请按意见处理；确需推荐的，先${there}重新请示，或撤回这次请求。`
  );
};

export const mustBeApproved = (filing: Filing): void => {
  const words = lacksApproval(filing);
  if (words) throw new Refusal('not_approved_yet', words);
};

const asking = ({ id }: Filing, { id: opinionId, version }: Opinion) =>
  ({ kind: 'opinionAsk', filingId: id, version, opinionId }) as const;

const whoOf = ({ tenantKey, openId }: Who): Who => ({ tenantKey, openId });

/** To the one it is about, and to the others who act for the department. */
const handover = (filing: Filing, about: Assignee | null, event: 'handed' | 'ended', others: Who[]): Addressed[] => {
  const notice = { kind: 'handover', filingId: filing.id, event } as const;
  return [...(about ? [about] : []), ...others].map((one) => ({
    to: { who: whoOf(one) },
    notice,
  }));
};

/** Only while nothing is decided, and about what lies with the department. */
const askable = (filing: Filing, version: number): void => {
  if (filing.departmentCode === DIRECT) {
    throw new Refusal('direct', '直接申报的材料没有推荐环节，请在国家知识产权局的流程中办理。');
  }
  mustBeSeen(filing, version);
  if (!isOpenForReview(filing)) throw settled(filing);
};

const mustBeSeen = (filing: Filing, version: number): void => {
  if (filing.handedIn > version) throw old(filing);
  if (filing.version !== version) throw new Refusal('not_submitted', '申报单位已撤回修改，请等待重新提交。');
};

const old = ({ handedIn }: Filing) =>
  new Refusal('old_version', `申报单位已更新到第 ${handedIn} 版，原来的请求不再有效。如需意见，请按新版重新征求。`);

const settled = ({ status }: Filing) => new Refusal('decided', `这份材料现在是“${statusNames[status]}”，没有改动。`);
