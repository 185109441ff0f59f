import type { RouteRow, Sentence } from './routes.ts';

/**
 * The 2023 call as data: 国知办函服字〔2023〕284号 with its two annexes, under the 2020 《办法》. What the notice leaves open
 * carries a comment with the reading taken; the operator can edit departments, quotas, dates and holidays per round.
 */

const OTHER_INSTITUTIONS = '其他社会化信息服务机构（含市场化服务机构）';

// The notice's own words, mark for mark, by section.
const sentences = {
  subjects: {
    section: '一',
    text: '申请备案的主体为开展知识产权信息公共服务的高校、科研院所、公共图书馆、科技情报机构、行业组织以及产业园区生产力促进机构等社会化信息服务机构，应符合《办法》第五条规定的各项基本条件。',
  },
  excluded: {
    section: '一',
    text: '技术与创新支持中心(TISC)和高校国家知识产权信息服务中心不参与国家知识产权信息公共服务网点备案。',
  },
  materials: {
    section: '二（一）',
    text: '备案材料包括国家知识产权信息公共服务网点备案表(附件1)和相关工作制度。',
  },
  provincial: {
    section: '二（一）',
    text: '已成为省级知识产权信息公共服务网点的服务机构向所在地省级知识产权管理部门提交备案材料',
  },
  affiliated: {
    section: '二（一）',
    text: '教育部、科技部、工业和信息化部、文化和旅游部、国资委、中国科学院、中央军委装备发展部、中国科协等所属的服务机构，向教育部等主管部门提交备案材料及相关附件，并抄送所在地省级知识产权管理部门',
  },
  cultureLibrary: {
    section: '二（一）',
    text: '文旅系统管理的各级公共图书馆由文化和旅游部推荐，并抄送所在地省级知识产权管理部门',
  },
  direct: {
    section: '二（一）',
    text: '全国性行业组织等其他服务机构可以直接向国家知识产权局提交备案材料，并抄送所在地省级知识产权管理部门',
  },
  honesty: {
    section: '二（一）',
    text: '备案国家知识产权信息公共服务网点的服务机构应当对备案材料的真实性、合法性负责。',
  },
  quota: {
    section: '二（二）',
    text: '各有关行业主管部门推荐名额原则上不超过3个，各省级知识产权管理部门推荐名额原则上不超过2个。',
  },
  publicity: {
    section: '二（三）',
    text: '国家知识产权局对符合备案条件的服务机构进行公示，公示无异议后予以备案并发布名单。',
  },
  online: {
    section: '三（一）',
    text: '国家知识产权信息公共服务网点通过国家知识产权公共服务网公共服务管理系统( https://ggfw.cnipa.gov.cn/gl )实现网上备案，材料填报截止时间为2023年6月30日。',
  },
  review: {
    section: '三（一）',
    text: '各有关行业主管部门和省级知识产权管理部门负责组织推荐备案的服务机构通过该系统进行材料填报，请推荐部门严格把关，审核后提交至国家知识产权局公共服务司。',
  },
  directOnline: {
    section: '三（一）',
    text: '全国性行业组织等其他服务机构通过该系统自行填报并提交至国家知识产权局公共服务司。',
  },
  contact: {
    section: '三（二）',
    text: '请各有关行业主管部门和省级知识产权管理部门指定1名服务网点备案工作联系人，并于2023年4月30日前将联系人信息表(附件2)发至国家知识产权局公共服务司联系人邮箱。',
  },
  sealed: {
    section: '填表说明六',
    text: '备案表应盖章、签字后扫描并上传至国家知识产权公共服务网公共服务管理系统，否则视为无效申请。',
  },
} as const satisfies Record<string, Sentence>;

// Rows 1 and 2 stand before 4 because a body's own institutions do not go through the province (the reading of the
// Guangdong and Guangzhou notices of 2023). Rows other_central and no_route are readings too: the notice is silent.
const routes = [
  {
    rule: 'excluded',
    who: '技术与创新支持中心（TISC）、高校国家知识产权信息服务中心',
    when: [
      { ask: 'isTisc', is: true },
      { ask: 'isUniversityCenter', is: true },
    ],
    passedWhenAdmitted: true,
    goes: {
      kind: 'ineligible',
      next: '如果填错了，改一下这两项就好；确有特殊情况，请联系本轮备案的管理员说明理由。',
    },
    why: '技术与创新支持中心（TISC）和高校国家知识产权信息服务中心不参与本次网点备案（通知第一部分）。',
    quote: sentences.excluded,
  },
  {
    rule: 'culture_library',
    who: '文旅系统管理的公共图书馆',
    when: [{ ask: 'isCultureLibrary', is: true }],
    goes: { kind: 'department', to: { code: 'MCT' } },
    why: '文旅系统管理的公共图书馆，不论级别，都由{department}推荐，同时抄送{province}（通知二（一））。',
    quote: sentences.cultureLibrary,
  },
  {
    rule: 'affiliated',
    who: '主管部门是本年度推荐部门之一的单位',
    when: [{ ask: 'affiliation', is: 'listed' }],
    goes: { kind: 'department', to: 'affiliation' },
    choice: {
      with: 'national_body',
      why: '您单位既属于{department}，又是全国性行业组织：可以交{department}推荐，也可以直接报国家知识产权局，请选一种（通知二（一））。',
    },
    why: '您单位属于{department}，材料交{department}，同时抄送{province}（通知二（一））。',
    quote: sentences.affiliated,
  },
  {
    rule: 'national_body',
    who: '全国性行业组织',
    when: [{ ask: 'isNationalOrg', is: true }],
    goes: { kind: 'direct' },
    why: '全国性行业组织可以直接报国家知识产权局，不需要推荐部门，同时抄送{province}（通知二（一））。',
    quote: sentences.direct,
  },
  {
    rule: 'provincial_outlet',
    who: '已是省级网点的单位',
    when: [{ ask: 'isProvincialOutlet', is: true }],
    goes: { kind: 'department', to: 'province' },
    why: '您单位已是省级网点，材料交{department}（通知二（一））。',
    quote: sentences.provincial,
  },
  {
    rule: 'other_central',
    who: '属于其他中央部门的单位',
    when: [{ ask: 'affiliation', is: 'other_central' }],
    goes: { kind: 'direct' },
    why: '您单位属于通知未列名的中央部门，按“其他服务机构”直接报国家知识产权局，同时抄送{province}（通知二（一））。',
    quote: sentences.direct,
  },
  {
    rule: 'admitted',
    who: '管理员已准予申报的单位',
    when: [{ ask: 'admitted', is: 'given' }],
    goes: { kind: 'department', to: 'province' },
    why: '管理员已准予申报（理由：{reason}），材料交{department}。',
    quote: sentences.provincial,
  },
  {
    rule: 'no_route',
    who: '以上都不是的单位',
    when: [],
    goes: {
      kind: 'ineligible',
      next: '建议先向{province}申报省级网点；确有特殊情况，请联系本轮备案的管理员说明理由。',
    },
    why: '您单位还不是省级网点，也不属于通知所列的部门或全国性行业组织，今年暂时不能申报（通知二（一））。',
    quote: sentences.provincial,
  },
] as const satisfies readonly RouteRow[];

// softQuota: 通知二（二）, "原则上不超过". Seals often read 市场监督管理局; sealName starts as the notice's name and is edited
// per round.
const ministries = [
  ministry('MOE', '教育部', '部属高校等'),
  ministry('MOST', '科技部'),
  ministry('MIIT', '工业和信息化部', '部属高校等'),
  ministry('MCT', '文化和旅游部'),
  ministry('SASAC', '国资委', '中央企业等'),
  ministry('CAS', '中国科学院', '院属各单位'),
  ministry('CMC-EDD', '中央军委装备发展部'),
  ministry('CAST', '中国科协', '所属单位和学会'),
];

const provinces = [
  province('110000', '北京', '北京市'),
  province('120000', '天津', '天津市'),
  province('130000', '河北', '河北省'),
  province('140000', '山西', '山西省'),
  province('150000', '内蒙古', '内蒙古自治区'),
  province('210000', '辽宁', '辽宁省'),
  province('220000', '吉林', '吉林省'),
  province('230000', '黑龙江', '黑龙江省'),
  province('310000', '上海', '上海市'),
  province('320000', '江苏', '江苏省'),
  province('330000', '浙江', '浙江省'),
  province('340000', '安徽', '安徽省'),
  province('350000', '福建', '福建省'),
  province('360000', '江西', '江西省'),
  province('370000', '山东', '山东省'),
  province('410000', '河南', '河南省'),
  province('420000', '湖北', '湖北省'),
  province('430000', '湖南', '湖南省'),
  province('440000', '广东', '广东省'),
  province('450000', '广西', '广西壮族自治区'),
  province('460000', '海南', '海南省'),
  province('500000', '重庆', '重庆市'),
  // The notice's addressees name this body beside the provincial offices: it is the unit of Sichuan.
  province('510000', '四川', '四川省', '四川省知识产权服务促进中心'),
  province('520000', '贵州', '贵州省'),
  province('530000', '云南', '云南省'),
  province('540000', '西藏', '西藏自治区'),
  province('610000', '陕西', '陕西省'),
  province('620000', '甘肃', '甘肃省'),
  province('630000', '青海', '青海省'),
  province('640000', '宁夏', '宁夏回族自治区'),
  province('650000', '新疆', '新疆维吾尔自治区'),
  province('XPCC', '兵团', '新疆生产建设兵团'),
];

export const notice2023 = {
  key: 'notice-2023',
  year: 2023,
  title: '2023年度国家知识产权信息公共服务网点备案',
  basis: {
    notice: '国知办函服字〔2023〕284号',
    measures: '《国家知识产权信息公共服务网点备案实施办法》（国知办发服字〔2020〕46号）',
  },
  /** The revision of Annex 1 and the Word template printed from it. */
  form: '2023',
  template: 'annex1-2023.docx',
  opinionTemplate: 'annex1-2023-opinion.docx',
  annex2Template: 'annex2-2023.docx',
  /** Who files directly hands in here, and who receives Annex 2. */
  nationalOffice: '国家知识产权局公共服务司',
  filingUrl: 'https://ggfw.cnipa.gov.cn/gl',
  categories: [
    '高校',
    '科研院所',
    '公共图书馆',
    '科技情报机构',
    '行业组织',
    '产业园区生产力促进机构',
    OTHER_INSTITUTIONS,
  ],
  legalNatures: ['事业单位', '企业', '社会团体', '民办非企业单位（社会服务机构）', '其他'],
  serviceItems: {
    basic: ['信息查询', '信息检索', '事务咨询', '公益培训', '政策宣传', '文献传递', '专题数据库'],
    specialised: ['信息分析', '信息预警', '产业发展咨询', '专利导航'],
  },
  departments: [...ministries, ...provinces],
  deadlines: {
    /** 三（二）: a Sunday inside the May holiday; the last working day before it is 2023-04-28. */
    annex2On: '2023-04-30',
    /** 三（一）: no hour is given; institutions and departments alike. */
    materialsOn: '2023-06-30',
    /** Suggested to a department for its own deadline; the notice sets none. */
    internalLeadWorkingDays: 10,
    /** 补正, when the department names no other day; the notice sets none. */
    returnWorkingDays: 5,
    /** 公示期; the notice sets none. */
    publicityWorkingDays: 5,
    /** Days before a deadline on which reminders go out. */
    remindDaysBefore: [30, 14, 7, 3, 1, 0],
  },
  /** Guideline lengths in 字, from the headings of Annex 1 ("1000字左右"); see services/form/count.ts. */
  lengths: { foundation: 1000, bio: 200, plans: 1500, case: 300 },
  /** Annex 1, 三 and 五: 专职人员至少5名; 典型案例1—2个. */
  leastFullTime: 5,
  mostCases: 2,
  fileLimitBytes: 30 * 1024 * 1024,
  // 国务院办公厅关于2023年部分节假日安排的通知, the part between the notice and its deadlines.
  holidays: [
    { on: '2023-04-23', work: true, name: '劳动节调休' },
    { on: '2023-04-29', work: false, name: '劳动节' },
    { on: '2023-04-30', work: false, name: '劳动节' },
    { on: '2023-05-01', work: false, name: '劳动节' },
    { on: '2023-05-02', work: false, name: '劳动节' },
    { on: '2023-05-03', work: false, name: '劳动节' },
    { on: '2023-05-06', work: true, name: '劳动节调休' },
    { on: '2023-06-22', work: false, name: '端午节' },
    { on: '2023-06-23', work: false, name: '端午节' },
    { on: '2023-06-24', work: false, name: '端午节' },
    { on: '2023-06-25', work: true, name: '端午节调休' },
  ],
  sentences,
  arisesFor: {
    isUniversityCenter: ['高校'],
    isCultureLibrary: ['公共图书馆'],
    isNationalOrg: ['行业组织', OTHER_INSTITUTIONS],
  },
  routes,
} as const;

function ministry(code: string, name: string, hint = '') {
  return { code, kind: 'ministry' as const, name, sealName: name, short: name, hint, softQuota: 3 };
}

function province(code: string, short: string, hint: string, name = `${hint}知识产权局`) {
  return { code, kind: 'province' as const, name, sealName: name, short, hint, softQuota: 2 };
}
