import { type Filing, formOf } from '../filing/filing.ts';

/** What each kind of entry says to people; the entry's first word names it. */
const verbs: Record<string, string> = {
  ...{
    create: '开始填报',
    save: '保存',
    confirm: '核对更正后的表格',
    conflict: '两人同时修改，两份都留下',
    choose: '在两份之间选定',
  },
  ...{
    append: '补充长文字',
    replace: '替换长文字',
    undo: '撤销上一次修改',
    item: '增改一条',
    remove: '删除一条',
    move: '移动一条',
  },
  ...{
    adopt: '采用读出的内容',
    unadopt: '撤销采用的内容',
    receive: '收到文件',
    attach: '放入文件',
    scan: '收到扫描件',
    page: '收到扫描照片',
  },
  ...{
    place: '放好文件',
    drop: '移除待放的文件',
    takeOut: '移除文件',
    restore: '放回',
    moveFile: '调整文件顺序',
    renameFile: '文件改名',
  },
  ...{
    finishScan: '照片合成扫描件',
    complete: '收到全部盖章件',
    dropComplete: '移除全部盖章件',
    seal: '核对单位签字盖章',
  },
  ...{
    sealComplete: '核对全部签字盖章',
    file: '登记国家系统申报',
    freeze: '定稿',
    reopen: '重新修改',
    submit: '提交',
    withdraw: '撤回',
  },
  ...{
    abandon: '本次不申报',
    resume: '重新申报',
    join: '加入填报',
    leave: '退出填报',
    assign: '分工',
    claim: '申请接手',
  },
  ...{
    invite: '邀请同事',
    found: '找到受邀人',
    uninvite: '收回邀请',
    decline: '谢绝邀请',
    judge: '过目答复',
    handOver: '移交',
  },
  ...{
    assignReview: '转交审核',
    unassign: '收回转交',
    opinion: '征求意见',
    approval: '请负责人批准',
    advised: '同意推荐',
    dissented: '不同意推荐',
    dropOpinion: '撤回征求意见',
  },
  ...{ open: '开始审核', return: '退回补正', recommend: '拟推荐', rank: '调整排序', takeBack: '撤销决定' },
  ...{
    turnDown: '不予推荐',
    moveUp: '候补递补',
    wait: '列入候补',
    due: '改补正期限',
    expire: '到期',
    extension: '延期',
    admit: '准许申报或改变去向',
  },
  ...{
    extended: '延期',
    agreed: '过目：同意',
    objected: '过目：不同意',
    officeReturn: '主办方退回补正',
    refuse: '不予备案',
  },
  ...{
    objection: '异议不成立',
    publicise: '公示',
    object: '登记异议',
    approve: '准予备案',
    list: '列入名单',
    approved: '准予备案',
  },
};
const phrases: Record<string, string> = {
  ...{
    'remove member': '移除同事',
    'ask to look': '请负责人过目',
    'claim refused': '不同意接手',
    'owner out of reach': '联系不到填报人',
    'claim granted': '接手',
  },
  ...{ 'invitation sent': '邀请已送达', 'invitation: nobody found': '没有找到受邀人', 'extension ended': '结束延期' },
  ...{ 'objected to': '不同意定稿', 'hand over': '移交' },
};

/** An entry in words, with the section or the version it was about; an entry of a kind without words stays as it is. */
export const entryWords = (what: string, { round }: Filing): string => {
  const phrase = phrases[what];
  if (phrase) return phrase;
  const [verb = '', about = ''] = what.replaceAll(':', '').split(' ');
  const known = verbs[verb];
  if (!known) return what;
  const { steps } = formOf(round);
  const version = /^v(\d+)$/.exec(about)?.[1];
  const section = steps[about] ?? Object.values(steps).find(({ fields }) => Object.hasOwn(fields, about));
  if (version) return `${known}（第 ${version} 版）`;
  return section ? `${known}：${section.title}` : known;
};

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
  ...{ colleague: '办理部门同事', opinion: '征求意见' },
  ...{ history: '查看历史', offer: '填写', conflict: '选定改动', earlier: '带入往年材料' },
};

/** What somebody wanted to do, in words, with the button's own name behind. */
export const triedWords = (what: string): string => {
  const action = what.replace('refused ', '');
  const area = areas[action.split('.')[0] ?? ''];
  return area ? `${area}（${action}）` : action;
};
