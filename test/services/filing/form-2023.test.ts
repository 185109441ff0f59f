import { expect, test } from 'vitest';
import { contextOf } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import type { Answers, Raw, RawItem } from '../../../services/form/define.ts';
import { problemsOf, relevantFields, relevantSteps } from '../../../services/form/read.ts';
import { answersWith, fileRef, sampleAnswers, sampleFiling } from './sample.ts';

const problems = (changes: Answers): string[] => {
  const context = contextOf(sampleFiling('draft', { answers: answersWith(changes) }));
  return problemsOf(form2023, context).map((one) => `${one.step}.${one.field ?? ''} ${one.severity} ${one.words}`);
};

const members = sampleAnswers().team!.members as RawItem[];
const cases = sampleAnswers().cases!.cases as RawItem[];
const withRoles = (...roles: string[]): RawItem[] =>
  roles.map((role, index) => ({ ...members[index % members.length]!, id: `r${index}`, role }));
const [LEADER, PART_TIME_LEADER, FULL, PART] = ['主要负责人（专职）', '主要负责人（兼职）', '专职人员', '兼职人员'];
const lacksType = '缺少服务类型、收费，写法如：专利信息检索；基础性服务；免费';
const fine: string[] = [];

test('the sample passes without a remark', () => {
  expect(problems({})).toEqual(fine);
});

test.each<[rule: string, changes: Answers, found: string[]]>([
  // Cover and 一
  [
    'the name may not be blank',
    { identity: { institutionName: ' ' } },
    ['identity.institutionName block 请填写“备案机构（法人单位名称）”'],
  ],
  [
    'a university’s library is not the legal person',
    { identity: { institutionName: '云汉大学图书馆', category: '高校' }, basics: { name: '云汉大学图书馆' } },
    ['identity.institutionName warn “云汉大学图书馆”像是内设机构，封面应填法人单位名称（填表说明一）'],
  ],
  [
    'a public library is one',
    { identity: { institutionName: '云汉省图书馆' }, basics: { name: '云汉省图书馆' } },
    fine,
  ],
  [
    'the name of 一 is that of the cover',
    { basics: { name: '别的研究所' } },
    ['basics.name warn 名称与封面“云汉省星澜市科学技术情报研究所”不一致，请确认'],
  ],
  [
    'the address names the province',
    { basics: { address: '星澜市望舒区求索路88号' } },
    ['basics.address warn 地址里没有看到“云汉”，请确认所在地是否选对'],
  ],
  [
    'a province by its short name is enough',
    { identity: { province: '450000' }, basics: { address: '广西南宁市民族大道1号' } },
    fine,
  ],
  [
    'so is the 兵团',
    { identity: { province: 'XPCC' }, basics: { address: '新疆生产建设兵团石河子市北四路1号' } },
    fine,
  ],
  [
    'Sichuan’s body has another name',
    { identity: { province: '510000' }, basics: { address: '四川省成都市一环路1号' } },
    fine,
  ],
  // 人数与联系人
  ['five full-time staff are enough', { staff: { staffFulltime: '6', staffTotal: '9' } }, fine],
  [
    'four are not, and the bios are more',
    { staff: { staffFulltime: '4', staffTotal: '7' } },
    [
      'staff.staffFulltime block 专职人员至少 5 名，现在填的是 4',
      'staff.staffFulltime block 专职人员填了 4 名，而第三部分写了 6 名专职人员，请改成一致',
    ],
  ],
  [
    'the total adds up',
    { staff: { staffTotal: '12' } },
    ['staff.staffTotal warn 总人数 12 与专职 8 + 兼职 3 不相等，请确认'],
  ],
  ['a number is a number', { staff: { staffTotal: '十一' } }, ['staff.staffTotal block 总人数：请只填整数，例如 8']],
  [
    'a mobile is no landline',
    { staff: { contactMobile: '010-62083114' } },
    ['staff.contactMobile block 手机：请填 11 位手机号'],
  ],
  [
    'an e-mail is whole',
    { staff: { contactEmail: 'contact' } },
    ['staff.contactEmail block 邮箱：请填写完整的邮箱，例如 name@example.com'],
  ],
  [
    'each service has type and fee',
    { services: { serviceItems: '专利检索' } },
    [`services.serviceItems block 服务事项清单第 1 行${lacksType}`],
  ],
  // 二
  [
    'a short text warns and never blocks',
    { foundation: { foundation: '场地充足。' } },
    [
      'foundation.foundation warn 工作基础和优势特点现有 5 字，要求 1000 字左右，明显偏短，建议补充',
      'foundation.foundation warn 工作基础和优势特点似乎没有写到：工作情况',
    ],
  ],
  ['at least one system in full', { systems: { systems: [] } }, ['systems.systems block 请发送“工作制度全文”']],
  ['one is enough', { systems: { systems: [fileRef('一项制度.pdf')] } }, fine],
  // 三
  ['somebody is in the team', { team: { members: [] } }, ['team.members block 请添加“服务团队人员”']],
  [
    'five full-time bios, the leader among them, are enough, with a hint',
    { team: { members: withRoles(LEADER!, FULL!, FULL!, FULL!, FULL!) } },
    ['team.members warn 除主要负责人外只有 4 名专职人员；如推荐部门要求另计负责人，请再加 1 名'],
  ],
  [
    'a part-time leader does not count',
    { team: { members: withRoles(PART_TIME_LEADER!, FULL!, FULL!, FULL!, FULL!) } },
    ['team.members block 专职人员至少 5 名，现有 4 名，请继续添加'],
  ],
  [
    'nor does part-time staff',
    { team: { members: withRoles(LEADER!, FULL!, FULL!, FULL!, PART!, PART!) } },
    ['team.members block 专职人员至少 5 名，现有 4 名，请继续添加'],
  ],
  [
    'a part-time leader beside five is fine',
    { team: { members: withRoles(PART_TIME_LEADER!, FULL!, FULL!, FULL!, FULL!, FULL!) } },
    fine,
  ],
  [
    'no more bios than full-time staff',
    { staff: { staffFulltime: '5', staffTotal: '8' } },
    ['staff.staffFulltime block 专职人员填了 5 名，而第三部分写了 6 名专职人员，请改成一致'],
  ],
  [
    'the leader has a bio',
    { team: { members: withRoles(FULL!, FULL!, FULL!, FULL!, FULL!) } },
    ['team.members warn 林知远是第一部分的主要负责人，请把身份改成“主要负责人”'],
  ],
  [
    'the leader is in the team',
    { team: { members: members.slice(1).map((one) => ({ ...one, role: FULL! })) } },
    ['team.members warn 还没有主要负责人林知远的简介，请添加（身份选“主要负责人”）'],
  ],
  [
    'a leader without a bio is missing twice: as a row and as the leader',
    { team: { members: members.map((one, index) => (index ? one : { ...one, bio: '' })) } },
    ['team.members block 林知远：请填写“个人简介”', 'team.members warn 主要负责人林知远还没有简介，请补上'],
  ],
  [
    'full-time people without a bio do not count',
    {
      team: {
        members: withRoles(LEADER!, FULL!, FULL!, FULL!, FULL!).map((one, i) => (i < 4 ? one : { ...one, bio: '' })),
      },
    },
    [
      `team.members block ${members[4]!.name}：请填写“个人简介”`,
      'team.members block 专职人员至少 5 名，现有 4 名（另有 1 名缺简介），请继续添加',
    ],
  ],
  [
    'two leaders are named',
    { team: { members: withRoles(LEADER!, PART_TIME_LEADER!, FULL!, FULL!, FULL!, FULL!, FULL!) } },
    [`team.members warn 身份是“主要负责人”的有 2 位：林知远、${members[1]!.name}，请只留 1 位`],
  ],
  [
    'no more part-time people in 三 than in 一',
    { staff: { staffParttime: '0', staffTotal: '8' }, team: { members: [...members, ...withRoles(PART!)] } },
    ['staff.staffParttime warn 兼职人员填了 0 名，而第三部分写了 1 名兼职人员，请确认'],
  ],
  [
    'it is the leader of 一',
    { basics: { principalName: '另一人' } },
    ['team.members warn 第一部分的主要负责人是另一人，这里写的是林知远，请确认'],
  ],
  // 四
  [
    'each aspect missing is named',
    { plan: { plan: `${'场地办公用房人员队伍'.repeat(150)}` } },
    ['plan.plan warn 未来发展思路和支持措施似乎没有写到：资金、运行保障、发展方向'],
  ],
  // 五
  ['one case at least', { cases: { cases: [] } }, ['cases.cases block 请添加“典型案例”']],
  ['one is enough', { cases: { cases: cases.slice(0, 1) } }, fine],
  [
    'three are too many',
    { cases: { cases: [...cases, { ...cases[0]!, id: 'third' }] } },
    ['cases.cases block 典型案例最多 2 个，现有 3，请删去'],
  ],
  [
    'a case has its time',
    { cases: { cases: [{ ...cases[0]!, period: '' }] } },
    [`cases.cases block ${cases[0]!.name}：请填写“实施时间”`],
  ],
  // 六
  [
    'the opinion treats what the form asks',
    {
      opinion: {
        opinion:
          '本单位同意申请，将落实各项要求，做好各项工作，按时完成各项任务，接受各级管理部门的指导和监督检查。'.repeat(
            3,
          ),
      },
    },
    ['opinion.opinion warn 申请备案机构意见似乎没有写到：材料真实性、合法性、支持保障条件'],
  ],
  // 填报准备
  [
    'an unknown province is chosen again',
    { identity: { province: '000000' } },
    [
      'identity.province block 请重新选择“所在地（注册地）省级”',
      'route. block 还没有确定材料交给谁，请先答完“填报准备”里的问题',
    ],
  ],
  [
    'the proof of a provincial outlet is sent',
    { route: { proof: null } },
    ['route.proof block 请发送“省级网点认定文件”'],
  ],
  [
    'the year has four digits',
    { standing: { outletYear: '21' } },
    ['standing.outletYear block 成为省级网点的年份：请填四位年份，例如 2021'],
  ],
])('%s', (_rule, changes, found) => {
  expect(problems(changes)).toEqual(found);
});

const asked = (changes: Answers): string[] => {
  const context = contextOf(sampleFiling('draft', { answers: answersWith(changes) }));
  return relevantSteps(form2023, context)
    .slice(0, 3)
    .flatMap(([, one]) => relevantFields(one, context).map(([name]) => name));
};
const identity = ['institutionName', 'category', 'province', 'center', 'affiliation'];
test.each<[who: string, changes: Answers, questions: string[]]>([
  ['科技情报机构', {}, ['outlet', 'outletYear', 'proof']],
  ['公共图书馆', { identity: { category: '公共图书馆' } }, ['cultureLibrary', 'outlet', 'outletYear']],
  ['行业组织', { identity: { category: '行业组织' } }, ['nationalOrg', 'outlet', 'outletYear']],
  [
    'a national association of a listed body',
    { identity: { category: '行业组织' }, standing: { nationalOrg: '是', affiliation: 'CAST' } },
    ['nationalOrg', 'outlet', 'outletYear', 'preferDirect'],
  ],
])('%s is asked what concerns it', (_who, changes, questions) => {
  expect(asked(changes)).toEqual([...identity, ...questions]);
});

test('field keys are storage: added and retired, never renamed', () => {
  const keys = Object.entries(form2023.steps).flatMap(([step, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]): string[] => [
      `${step}.${name} ${field.kind}`,
      ...(field.kind === 'roster'
        ? Object.entries(field.item).map(([part, { kind }]) => `${step}.${name}.${part} ${kind}`)
        : []),
    ]),
  );
  expect(keys).toEqual([
    'identity.institutionName line',
    'identity.category choice',
    'identity.province choice',
    'standing.center choice',
    'standing.affiliation choice',
    'standing.cultureLibrary choice',
    'standing.nationalOrg choice',
    'standing.outlet choice',
    'standing.outletYear line',
    'route.preferDirect choice',
    'route.proof files',
    'basics.name line',
    'basics.legalNature choice',
    'basics.address line',
    'basics.principalName line',
    'basics.principalTitle line',
    'staff.staffTotal line',
    'staff.staffFulltime line',
    'staff.staffParttime line',
    'staff.contactName line',
    'staff.contactMobile line',
    'staff.contactEmail line',
    'services.serviceTargets line',
    'services.serviceItems lines',
    'foundation.foundation paragraph',
    'systems.systems files',
    'team.members roster',
    'team.members.name line',
    'team.members.role choice',
    'team.members.bio paragraph',
    'plan.plan paragraph',
    'cases.cases roster',
    'cases.cases.name line',
    'cases.cases.period line',
    'cases.cases.content paragraph',
    'opinion.opinion paragraph',
  ]);
});

test('a key names one field of the whole form, because a card and a message know it by the key alone', () => {
  const names = Object.values(form2023.steps).flatMap(({ fields }) => Object.keys(fields));
  expect(new Set(names).size).toBe(names.length);
});

test('stored choices keep their values', () => {
  const context = contextOf(sampleFiling());
  const values = Object.values(form2023.steps).flatMap(({ fields }) =>
    Object.entries(fields).flatMap(([name, field]) =>
      field.kind === 'choice'
        ? [
            `${name}: ${field
              .options(context)
              .slice(0, 3)
              .map(({ value }) => value)}`,
          ]
        : [],
    ),
  );
  expect(values).toEqual([
    'category: 高校,科研院所,公共图书馆',
    'province: 110000,120000,130000',
    'center: none,tisc,university',
    'affiliation: none,MOE,MOST',
    'cultureLibrary: 是,否',
    'nationalOrg: 是,否',
    'outlet: 是,否',
    'preferDirect: 否,是',
    'legalNature: 事业单位,企业,社会团体',
  ]);
  const blank: Raw = null;
  expect(problems({ basics: { legalNature: blank } })).toEqual(['basics.legalNature block 请选择“机构性质”']);
});
