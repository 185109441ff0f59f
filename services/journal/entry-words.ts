import { type Filing, formOf } from '../filing/filing.ts';
import { phrases, verbs } from './entry-kinds.ts';

/** An entry in words, with the section or the version it was about; an entry of a kind without words stays as it is. */
export const entryWords = (what: string, { round }: Filing): string => {
  const phrase = wordsFor(phrases, what);
  if (phrase) return phrase;
  const [verb = '', about = ''] = what.replaceAll(':', '').split(' ');
  const known = wordsFor(verbs, verb);
  if (!known) return what;
  const { steps } = formOf(round);
  const version = /^v(\d+)$/.exec(about)?.[1];
  const section = steps[about] ?? Object.values(steps).find(({ fields }) => Object.hasOwn(fields, about));
  if (version) return `${known}（第 ${version} 版）`;
  return section ? `${known}：${section.title}` : known;
};

const wordsFor = (kinds: Record<string, string>, kind: string): string | undefined =>
  Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;

const refusals: Record<string, string> = {
  ...{
    not_member: '没有参与这份材料',
    not_owner: '不是填报人',
    not_edit: '不负责这一部分',
    not_carry: '不能定稿和提交',
  },
  ...{
    not_lead: '不能邀请和分工',
    not_read: '不能看',
    not_claim: '不能接手',
    not_leave: '填报人不能退出',
    not_judge: '没有请其过目',
  },
  ...{
    not_reviewer: '不是这个部门的联系人',
    not_contact: '不是这个部门的联系人',
    not_on_duty: '不在代办日期内',
    not_operator: '不是管理员',
    not_invited: '不是受邀人',
  },
  ...{ not_copied: '没有抄送给这个部门', no_department: '没有这个部门' },
  ...{ not_earlier: '没有填过那份材料', not_registered: '没有在这个部门登记', not_asked: '没有被征求意见' },
};

/** Why something was refused, in words. */
export const refusalWords = (code: string): string => refusals[code] ?? '没有找到';

const areas: Record<string, string> = {
  ...{
    filing: '办理材料',
    step: '填写',
    item: '填写名单',
    table: '填写名单',
    text: '填写长文字',
    brought: '采用读出的内容',
  },
  ...{
    file: '办理文件',
    files: '办理文件',
    scan: '办理扫描件',
    check: '查看总览',
    answers: '查看全文',
    receipt: '查看回执',
  },
  ...{
    draft: '下载草稿',
    pack: '下载填报文本',
    annex: '下载备案表',
    abandon: '不再申报',
    team: '查看协作',
    invite: '邀请同事',
  },
  ...{
    member: '管理同事',
    join: '答复加入申请',
    claim: '接手',
    look: '过目',
    review: '审核',
    desk: '查看审核列表',
    extend: '延期',
  },
  ...{ colleague: '办理部门同事', opinion: '征求意见', broadcast: '群发通知', opened: '答复年度开启通知' },
  ...{ history: '查看历史', offer: '填写', conflict: '选定改动', earlier: '带入往年材料' },
  ...{
    round: '年度设置',
    calendar: '查看日程',
    department: '设置推荐部门',
    contact: '联系人',
    deputy: '代理',
    annex2: '附件2',
    due: '部门内部截止',
  },
  ...{
    office: '主办方办理',
    board: '查看全国进度',
    operators: '设置管理员',
    undelivered: '没有送达的消息',
    remind: '提醒',
    home: '打开首页',
  },
  ...{ batch: '批量审核', seal: '核对签字盖章', copy: '查看抄送', status: '查看进度', urge: '催办', withdraw: '撤回' },
  ...{ menu: '点菜单', entered: '打开对话', unsupported: '发来内容' },
};

/** What somebody wanted to do, in words, with the button's own name behind. */
export const triedWords = (what: string): string => {
  const action = what.replace('refused ', '');
  const area = wordsFor(areas, action.split('.')[0] ?? '');
  return area ? `${area}（${action}）` : action;
};
