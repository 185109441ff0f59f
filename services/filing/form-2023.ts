import { z } from 'zod';
import { countWords } from '../form/count.ts';
import {
  aspect,
  type Check,
  choice,
  type Form,
  type FormContext,
  files,
  line,
  lines,
  optionsOf,
  paragraph,
  type RawItem,
  roster,
  step,
} from '../form/define.ts';
import { entriesOf, itemsAt, textAt } from '../form/read.ts';
import { callOf } from '../rounds/calls.ts';
import { notice2023 } from '../rounds/notice-2023.ts';
import { arises, type Standing } from '../rounds/routes.ts';

const words = (max: number) => z.string().min(1, '请填写').max(max, `请控制在 ${max} 字以内`);
const count = z.string().regex(/^\d{1,6}$/, '请只填整数，例如 8');
const yesNo = optionsOf('是', '否');

export const LEADER = '主要负责人（专职）';
export const LEADER_PART_TIME = '主要负责人（兼职）';
export const FULL_TIME = '专职人员';

/** The official form of the 2023 notice (附件1), and before it the questions that decide where it goes (通知一、二). */
export const form2023: Form = {
  revision: '2023',
  steps: {
    identity: step(
      '填报准备',
      '单位与所在地',
      {
        institutionName: line('备案机构（法人单位名称）', words(100), {
          hint: '与法人证书、公章一致；图书馆、情报所等内设机构请填所属法人单位名称。',
          sample: '某某市科学技术情报研究所',
          aka: ['单位名称', '机构名称', '单位', '法人名称'],
        }),
        category: choice('申报主体类别', optionsOf(...notice2023.categories), {
          hint: '决定后面要问哪些资格问题，也印在“机构性质”一栏。',
          aka: ['类别', '主体类别', '单位类别'],
        }),
        province: choice(
          '所在地（注册地）省级',
          ({ departments }) =>
            departments
              .filter((d) => d.kind === 'province')
              .map((d) => ({ value: d.code, text: provinceName(d.name) })),
          { hint: '按注册地选，用来判断由哪个省推荐或抄送给哪个省。', aka: ['所在地', '省份', '省', '注册地'] },
        ),
      },
      {
        guidance:
          '不得填写涉密信息。这里填的个人信息只用于本次备案：一起填的同事和审核部门看得到，卡片上的手机和邮箱只显示一部分。',
      },
    ),
    standing: step('填报准备', '资格与隶属关系', {
      center: choice(
        '本单位是否已是下列机构',
        [
          { value: 'none', text: '都不是' },
          { value: 'tisc', text: '技术与创新支持中心（TISC）' },
          { value: 'university', text: '高校国家知识产权信息服务中心' },
        ],
        { hint: '通知一：两类中心不参与网点备案。' },
      ),
      affiliation: choice(
        '主管部门（所属）',
        ({ departments }) => [
          { value: 'none', text: '不属于中央部门' },
          ...departments.filter((d) => d.kind === 'ministry').map((d) => ({ value: d.code, text: d.name })),
          { value: 'other_central', text: '其他中央部门' },
        ],
        {
          hint: '按隶属关系决定由谁推荐（通知二（一））；地方单位选“不属于中央部门”。',
          aka: ['主管部门', '隶属关系', '所属', '上级单位'],
        },
      ),
      cultureLibrary: choice('是否为文旅系统管理的公共图书馆', yesNo, {
        hint: '文旅系统管理的公共图书馆由文化和旅游部推荐。',
        when: asksFor('isCultureLibrary'),
      }),
      nationalOrg: choice('是否为全国性行业组织', yesNo, {
        hint: '全国性行业组织可以直接提交，不经推荐部门。',
        when: asksFor('isNationalOrg'),
      }),
      outlet: choice('是否已是省级知识产权信息公共服务网点', yesNo, {
        hint: '由省里推荐的，须已是省级网点。',
        aka: ['省级网点'],
      }),
      outletYear: line('成为省级网点的年份', z.string().regex(/^(19|20)\d{2}$/, '请填四位年份，例如 2021'), {
        optional: true,
        compact: true,
        hint: '没有可以不填。',
      }),
    }),
    route: step('填报准备', '材料交给谁', {
      preferDirect: choice(
        '提交方式',
        [
          { value: '否', text: '经主管部门推荐' },
          { value: '是', text: '直接向国家知识产权局提交' },
        ],
        { hint: '两种都符合通知，由本单位选一种；以后还可以改。', when: needsChoice },
      ),
      proof: files('省级网点认定文件', 1, {
        hint: '请把认定文件（PDF、Word 或图片）直接发到聊天里。',
        when: ({ facts }) => facts.routeRule === 'provincial_outlet',
      }),
    }),
    basics: step('第一部分', '机构基本情况', {
      name: line('名称', words(100), {
        hint: '与封面一致，写全称。',
        prefill: ({ answers }) => textAt(answers, 'identity', 'institutionName'),
      }),
      legalNature: choice('机构性质', optionsOf(...notice2023.legalNatures), {
        hint: '按法人证书上的登记类型选。',
        aka: ['性质', '单位性质'],
      }),
      address: line('地址', words(200), {
        hint: '写到门牌号，包含省份。',
        sample: '某某省某某市某某区某某路 1 号',
        aka: ['单位地址', '机构地址', '通讯地址'],
      }),
      principalName: line('主要负责人', words(40), {
        hint: '本机构的负责人；第三部分也要有这一位的简介。',
        sample: '张某某',
        aka: ['负责人', '负责人姓名', '机构负责人'],
      }),
      principalTitle: line('主要负责人职务', words(60), {
        hint: '现任职务，印在姓名后面。',
        sample: '所长',
        aka: ['职务', '负责人职务'],
      }),
    }),
    staff: step('第一部分', '人数与联系人', {
      staffTotal: line('总人数', count, {
        compact: true,
        hint: '服务团队人数，等于专职与兼职之和。',
        sample: '12',
        aka: ['人数', '团队人数', '总数'],
      }),
      staffFulltime: line('专职人员数量', count, {
        compact: true,
        hint: '专门做这项服务的人，通知要求至少 5 名。',
        sample: '9',
        aka: ['专职', '专职人数', '专职人员'],
      }),
      staffParttime: line('兼职人员数量', count, {
        compact: true,
        hint: '没有就填 0。',
        sample: '3',
        aka: ['兼职', '兼职人数', '兼职人员'],
      }),
      contactName: line('联系人', words(40), {
        hint: '审核中有疑问时联系的人。请先告知本人。',
        sample: '李某某',
        aka: ['联系人姓名'],
      }),
      contactMobile: line('手机', z.string().regex(/^1[3-9]\d{9}$/, '请填 11 位手机号'), {
        compact: true,
        masked: 'mobile',
        hint: '联系人的手机，只用于备案联系。',
        sample: '1 开头的 11 位数字',
        aka: [
          '手机号',
          '手机号码',
          '电话',
          '电话号码',
          '联系电话',
          '联系人电话',
          '联系人手机',
          '联系人手机号',
          '联系方式',
        ],
      }),
      contactEmail: line('邮箱', z.email('请填写完整的邮箱，例如 name@example.com'), {
        compact: true,
        masked: 'email',
        hint: '联系人的邮箱，只用于备案联系。',
        sample: 'name@example.com',
        aka: ['电子邮箱', '邮件', '邮箱地址', '联系人邮箱', 'email', 'e-mail', '电邮'],
      }),
    }),
    services: step('第一部分', '服务对象与事项', {
      serviceTargets: line('服务对象', words(1000), {
        rows: 4,
        hint: '写清主要为谁服务，建议 20—200 字。',
        sample: '本市中小微企业、高校院所、产业园区和社会公众',
        aka: ['对象'],
      }),
      serviceItems: lines('服务事项清单', ['服务事项', '服务类型', '收费'], '专利信息检索；基础性服务；免费', {
        hint: '每行一项：服务事项；基础性服务或专业化服务；收费情况。',
        aka: ['服务事项', '服务清单', '事项清单'],
      }),
    }),
    foundation: step('第二部分', '工作基础和优势特点', {
      foundation: paragraph(
        '工作基础和优势特点',
        notice2023.lengths.foundation,
        [aspect('软硬件条件', '设备', '场地', '数据库', '平台', '系统'), aspect('工作情况', '服务', '开展')],
        { hint: '含软硬件条件、工作情况等。审核主要看这一部分和第四部分。', aka: ['工作基础', '优势特点'] },
      ),
    }),
    systems: step('第二部分', '相关工作制度', {
      systems: files('工作制度全文', 1, {
        hint: '请把各项工作制度全文（PDF 或 Word）直接发到聊天里，可以一次发多份。',
        aka: ['制度', '工作制度', '附件'],
      }),
    }),
    team: step('第三部分', '服务团队人员情况', {
      members: roster(
        '服务团队人员',
        '人',
        {
          name: line('姓名', words(40), {
            hint: '别人的个人信息，请先告知本人。',
            sample: '王某某',
            heads: ['名字', '人员姓名', '成员姓名', '人员'],
          }),
          role: choice(
            '身份',
            [
              {
                value: LEADER,
                text: LEADER,
                also: ['主要负责人专职', '专职主要负责人', '负责人（专职）', '专职负责人'],
              },
              {
                value: LEADER_PART_TIME,
                text: LEADER_PART_TIME,
                also: ['主要负责人兼职', '兼职主要负责人', '负责人（兼职）', '兼职负责人'],
              },
              { value: FULL_TIME, text: FULL_TIME, also: ['专职', '全职', '全职人员', '专职工作人员'] },
              { value: '兼职人员', text: '兼职人员', also: ['兼职', '兼职工作人员'] },
            ],
            {
              hint: '专职人员至少 5 名，按这里选的身份计算。',
              heads: ['角色', '专职或兼职', '专兼职', '专/兼职', '人员类别', '人员性质'],
            },
          ),
          bio: paragraph('个人简介', notice2023.lengths.bio, [], {
            sample:
              '某某专业背景，某年起从事专利信息检索与分析；负责面向中小企业的检索、导航和培训，完成过哪些服务、取得过哪些成效。',
            heads: ['简介', '人员简介', '个人情况', '工作经历', '个人情况及工作经历'],
            hint: '个人情况及知识产权信息公共服务相关工作经历，200 字左右。',
          }),
        },
        {
          min: 1,
          title: (item) => item.name || '未写姓名',
          hint: '含主要负责人和至少 5 名专职人员，每人 200 字左右。这里是别人的个人信息，请先告知本人，不写身份证号、住址等无关内容。',
          aka: ['团队', '服务团队', '人员', '团队人员', '简介', '简历'],
        },
      ),
    }),
    plan: step('第四部分', '未来发展思路和支持措施', {
      plan: paragraph(
        '未来发展思路和支持措施',
        notice2023.lengths.plans,
        [
          aspect('场地', '场所', '办公用房', '平方米'),
          aspect('人才', '人员', '队伍'),
          aspect('资金', '经费'),
          aspect('运行保障', '保障'),
          aspect('发展方向', '方向', '目标'),
        ],
        {
          hint: '含场地、人才、资金、运行保障、发展方向等，说明以后怎样办好。',
          aka: ['发展思路', '支持措施', '未来发展', '计划', '发展规划'],
        },
      ),
    }),
    cases: step('第五部分', '典型案例', {
      cases: roster(
        '典型案例',
        '个',
        {
          name: line('名称', words(100), {
            hint: '一句话说清是什么事。',
            sample: '为某产业园企业开展专利导航',
            heads: ['案例名称', '典型案例', '案例', '典型案例名称'],
          }),
          period: line('实施时间', words(60), {
            hint: '时间点或起止时间，例如 2025年3月—9月。',
            sample: '某年3月—9月',
            heads: ['时间', '起止时间', '实施期间', '案例时间'],
          }),
          content: paragraph('内容和效果', notice2023.lengths.case, [], {
            hint: '写清做了什么、解决什么问题、取得什么成效。不写服务对象的商业秘密。',
            sample:
              '服务对象遇到什么问题，本单位提供了哪些知识产权信息服务，用到哪些资源，取得怎样的效果（可用数字说明）。',
            heads: ['内容及效果', '内容与效果', '内容', '案例内容', '主要内容和效果'],
          }),
        },
        {
          min: 1,
          max: notice2023.mostCases,
          title: (item) => item.name || '未写名称',
          hint: '1—2 个，每个 300 字左右，用来说明服务的实际成效。',
          aka: ['案例'],
        },
      ),
    }),
    opinion: step('第六部分', '申请备案机构意见', {
      opinion: paragraph(
        '申请备案机构意见',
        undefined,
        [aspect('材料真实性', '真实'), aspect('合法性', '合法'), aspect('支持保障条件', '支持', '保障')],
        {
          hint: '含材料真实性、合法性、支持保障条件落实等情况；签字、日期和盖章在打印后手工完成。',
          aka: ['机构意见', '单位意见', '意见'],
        },
      ),
    }),
  },
  checks: [
    mayFile,
    routeKnown,
    nameIsNotSubUnit,
    nameMatchesCover,
    addressNamesProvince,
    targetsLength,
    itemKinds,
    enoughFullTime,
    totalAddsUp,
    biosWithinStaff,
    partTimeWithinStaff,
    enoughFullTimeBios,
    fullTimeBesidesLeader,
    leaderHasBio,
    oneLeader,
  ],
};

/** 广西壮族自治区知识产权局 → 广西壮族自治区: what a clerk looks for in the list. */
function provinceName(department: string): string {
  return department.replace(/知识产权(局|服务促进中心)/, '');
}

/** Whether a question of the route arises for the category chosen. */
function asksFor(question: keyof Standing): (context: FormContext) => boolean {
  return ({ answers }) => arises(callOf('notice-2023'), question, textAt(answers, 'identity', 'category'));
}

function needsChoice({ facts }: FormContext): boolean {
  return facts.routeChoice !== undefined;
}

/** 通知一、二（一）: who is excluded, or has no department to go to, cannot file this year. */
function mayFile({ facts }: FormContext): ReturnType<Check> {
  return facts.ineligible !== undefined && { step: 'route', severity: 'block', words: facts.ineligible };
}

/** Without the answers of 填报准备 nobody knows yet who gets the material. */
function routeKnown({ facts }: FormContext): ReturnType<Check> {
  return (
    facts.routeKind === 'undecided' && {
      step: 'route',
      severity: 'block',
      words: '还没有确定材料交给谁，请先答完“填报准备”里的问题',
    }
  );
}

function nameIsNotSubUnit({ answers }: FormContext): ReturnType<Check> {
  const name = textAt(answers, 'identity', 'institutionName');
  const university = textAt(answers, 'identity', 'category') === '高校';
  return (
    university &&
    /(图书馆|中心|处|部)$/.test(name) && {
      step: 'identity',
      field: 'institutionName',
      severity: 'warn',
      words: `“${name}”像是内设机构，封面应填法人单位名称（填表说明一）`,
    }
  );
}

function nameMatchesCover({ answers }: FormContext): ReturnType<Check> {
  const cover = textAt(answers, 'identity', 'institutionName');
  const name = textAt(answers, 'basics', 'name');
  return (
    cover !== '' &&
    name !== '' &&
    cover !== name && {
      step: 'basics',
      field: 'name',
      severity: 'warn',
      words: `名称与封面“${cover}”不一致，请确认`,
    }
  );
}

function addressNamesProvince({ answers, departments }: FormContext): ReturnType<Check> {
  const department = departments.find((d) => d.code === textAt(answers, 'identity', 'province'));
  const address = textAt(answers, 'basics', 'address');
  const short = department && provinceName(department.name).replace(/(省|市|.{0,3}自治区|（.*）)/g, '');
  return (
    !!short &&
    address !== '' &&
    !address.includes(short) && {
      step: 'basics',
      field: 'address',
      severity: 'warn',
      words: `地址里没有看到“${short}”，请确认所在地是否选对`,
    }
  );
}

/** 服务对象 has no guideline in the form; 20 to 200 字 is what fits its cell and still says something. */
function targetsLength({ answers }: FormContext): ReturnType<Check> {
  const count = countWords(textAt(answers, 'services', 'serviceTargets'));
  return (
    count > 0 &&
    (count < 20 || count > 200) && {
      step: 'services',
      field: 'serviceTargets',
      severity: 'warn',
      words: `服务对象现有 ${count} 字，建议 20—200 字`,
    }
  );
}

/** The form asks which items are 基础性服务 and which 专业化服务. */
function itemKinds({ answers }: FormContext): ReturnType<Check> {
  const unclear = entriesOf(textAt(answers, 'services', 'serviceItems')).findIndex(
    ([, kind]) => kind && !/基础|专业/.test(kind),
  );
  return (
    unclear >= 0 && {
      step: 'services',
      field: 'serviceItems',
      severity: 'warn',
      words: `服务事项清单第 ${unclear + 1} 行没有看出是“基础性服务”还是“专业化服务”，请确认`,
    }
  );
}

const numberAt = (answers: FormContext['answers'], field: string): number | undefined => {
  const text = textAt(answers, 'staff', field);
  return /^\d+$/.test(text) ? Number(text) : undefined;
};

/** 三：专职人员至少5名. */
function enoughFullTime({ answers }: FormContext): ReturnType<Check> {
  const fullTime = numberAt(answers, 'staffFulltime');
  return (
    fullTime !== undefined &&
    fullTime < notice2023.leastFullTime && {
      step: 'staff',
      field: 'staffFulltime',
      severity: 'block',
      words: `专职人员至少 ${notice2023.leastFullTime} 名，现在填的是 ${fullTime}`,
    }
  );
}

function totalAddsUp({ answers }: FormContext): ReturnType<Check> {
  const [total, full, part] = ['staffTotal', 'staffFulltime', 'staffParttime'].map((f) => numberAt(answers, f));
  if (total === undefined || full === undefined || part === undefined || total === full + part) return;
  return {
    step: 'staff',
    field: 'staffTotal',
    severity: 'warn',
    words: `总人数 ${total} 与专职 ${full} + 兼职 ${part} 不相等，请确认`,
  };
}

const bios = (answers: FormContext['answers']) => itemsAt(answers, 'team', 'members');
const isFullTime = (role = '') => role === LEADER || role === FULL_TIME;
const isLeader = (role = '') => role === LEADER || role === LEADER_PART_TIME;

function biosWithinStaff({ answers }: FormContext): ReturnType<Check> {
  const fullTime = numberAt(answers, 'staffFulltime');
  const written = bios(answers).filter((item) => isFullTime(item.role)).length;
  return (
    fullTime !== undefined &&
    written > fullTime && {
      step: 'staff',
      field: 'staffFulltime',
      severity: 'block',
      words: `专职人员填了 ${fullTime} 名，而第三部分写了 ${written} 名专职人员，请改成一致`,
    }
  );
}

/** A person counts with a bio: 三 asks for the 简介 of the leader and of at least five full-time people. */
const withBio = (answers: FormContext['answers']) => bios(answers).filter((item) => (item.bio ?? '').trim() !== '');

/** 三 attaches "至少5名" to 专职人员; a full-time leader counts. */
function enoughFullTimeBios({ answers }: FormContext): ReturnType<Check> {
  const fullTime = bios(answers).filter((item) => isFullTime(item.role)).length;
  const written = withBio(answers).filter((item) => isFullTime(item.role)).length;
  const blank = fullTime > written ? `（另有 ${fullTime - written} 名缺简介）` : '';
  return (
    bios(answers).length > 0 &&
    written < notice2023.leastFullTime && {
      step: 'team',
      field: 'members',
      severity: 'block',
      words: `专职人员至少 ${notice2023.leastFullTime} 名，现有 ${written} 名${blank}，请继续添加`,
      lacks: `还差 ${notice2023.leastFullTime - written} 位专职`,
    }
  );
}

function fullTimeBesidesLeader({ answers }: FormContext): ReturnType<Check> {
  const full = withBio(answers).filter((item) => isFullTime(item.role));
  const beside = full.filter((item) => !isLeader(item.role)).length;
  const least = notice2023.leastFullTime;
  return (
    full.length >= least &&
    beside < least && {
      step: 'team',
      field: 'members',
      severity: 'warn',
      words: `除主要负责人外只有 ${beside} 名专职人员；如推荐部门要求另计负责人，请再加 ${least - beside} 名`,
    }
  );
}

/** 一 names the leader, whose bio belongs into 三 as well. */
function leaderHasBio({ answers }: FormContext): ReturnType<Check> {
  const all = bios(answers);
  if (!all.length) return;
  const warn = (words: string) => ({ step: 'team', field: 'members', severity: 'warn', words }) as const;
  const principal = textAt(answers, 'basics', 'principalName');
  const named = (item: RawItem) => principal !== '' && item.name?.trim() === principal;
  // With more than one, the row of the person named in 一 is the leader's.
  const leaders = all.filter((item) => isLeader(item.role));
  const leader = leaders.find(named) ?? leaders[0];
  if (!leader && all.some(named)) return warn(`${principal}是第一部分的主要负责人，请把身份改成“主要负责人”`);
  if (!leader) return warn(`还没有主要负责人${principal}的简介，请添加（身份选“主要负责人”）`);
  if (!(leader.bio ?? '').trim()) return warn(`主要负责人${leader.name ?? ''}还没有简介，请补上`);
  return (
    principal !== '' && !named(leader) && warn(`第一部分的主要负责人是${principal}，这里写的是${leader.name}，请确认`)
  );
}

/** 一 counts the part-time people; 三 need not name all of them, but no more. */
function partTimeWithinStaff({ answers }: FormContext): ReturnType<Check> {
  const partTime = numberAt(answers, 'staffParttime');
  const written = bios(answers).filter((item) => (item.role ?? '') !== '' && !isFullTime(item.role)).length;
  return (
    partTime !== undefined &&
    written > partTime && {
      step: 'staff',
      field: 'staffParttime',
      severity: 'warn',
      words: `兼职人员填了 ${partTime} 名，而第三部分写了 ${written} 名兼职人员，请确认`,
    }
  );
}

/** The form has one place for 主要负责人. */
function oneLeader({ answers }: FormContext): ReturnType<Check> {
  const leaders = bios(answers).filter((item) => isLeader(item.role));
  return (
    leaders.length > 1 && {
      step: 'team',
      field: 'members',
      severity: 'warn',
      words: `身份是“主要负责人”的有 ${leaders.length} 位：${leaders.map(({ name }) => name || '未写姓名').join('、')}，请只留 1 位`,
    }
  );
}
