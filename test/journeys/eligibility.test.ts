import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Entries } from '../feishu/find-part.ts';
import { declared, readSample, type Sample } from './play.ts';
import { creditCode, expectSound, now, readyDraft } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
walksItsArrows('eligibility', () => world);
afterAll(() => world?.stop());

const PROVINCE = '云汉省知识产权局（虚构）';
const CENTER = '本单位是否已是下列机构';
const OWNER = '主管部门（所属）';
const OUTLET = '是否已是省级知识产权信息公共服务网点';
const plain = { [CENTER]: '都不是', [OWNER]: '不属于中央部门', [OUTLET]: '否' };

/** One institution's answers and what the route card then says: to whom, with whose copy, in which words of the notice. */
type Row = { who: string; category: string; standing: Entries; says: string[] };

const quotes = {
  excluded: '技术与创新支持中心(TISC)和高校国家知识产权信息服务中心不参与国家知识产权信息公共服务网点备案。',
  library: '文旅系统管理的各级公共图书馆由文化和旅游部推荐，并抄送所在地省级知识产权管理部门',
  affiliated: '向教育部等主管部门提交备案材料及相关附件，并抄送所在地省级知识产权管理部门',
  direct: '全国性行业组织等其他服务机构可以直接向国家知识产权局提交备案材料，并抄送所在地省级知识产权管理部门',
  provincial: '已成为省级知识产权信息公共服务网点的服务机构向所在地省级知识产权管理部门提交备案材料',
};
const to = (receiver: string, copy = PROVINCE) => [`材料提交给：${receiver}`, `抄送：${copy}`];
const DIRECT = '国家知识产权局公共服务司（直接提交）';

const admitted: Row[] = [
  {
    who: 'a library of the 文旅 system, a provincial outlet though it is',
    category: '公共图书馆',
    standing: { ...plain, 是否为文旅系统管理的公共图书馆: '是', [OUTLET]: '是' },
    says: [...to('文化和旅游部'), quotes.library],
  },
  {
    who: 'a library outside the 文旅 system',
    category: '公共图书馆',
    standing: { ...plain, 是否为文旅系统管理的公共图书馆: '否', [OUTLET]: '是' },
    says: [...to(PROVINCE, '无'), quotes.provincial],
  },
  {
    who: 'a university of 教育部',
    category: '高校',
    standing: { ...plain, [OWNER]: '教育部', [OUTLET]: '是' },
    says: [...to('教育部'), quotes.affiliated],
  },
  {
    who: 'a national association that belongs nowhere',
    category: '行业组织',
    standing: { ...plain, 是否为全国性行业组织: '是' },
    says: [...to(DIRECT), quotes.direct],
  },
  {
    who: 'a provincial outlet',
    category: '科技情报机构',
    standing: { ...plain, [OUTLET]: '是', 成为省级网点的年份: '2021' },
    says: [...to(PROVINCE, '无'), quotes.provincial, '省级网点认定文件'],
  },
  {
    who: 'an institution of a central department the notice does not name',
    category: '科研院所',
    standing: { ...plain, [OWNER]: '其他中央部门' },
    says: [...to(DIRECT), quotes.direct],
  },
];

const refused: Row[] = [
  {
    who: 'a TISC',
    category: '科技情报机构',
    standing: { ...plain, [CENTER]: '技术与创新支持中心（TISC）', [OUTLET]: '是' },
    says: ['不参与本次网点备案', quotes.excluded],
  },
  {
    who: 'a 高校国家知识产权信息服务中心',
    category: '高校',
    standing: { ...plain, [CENTER]: '高校国家知识产权信息服务中心', [OWNER]: '教育部' },
    says: ['不参与本次网点备案', quotes.excluded],
  },
  {
    who: 'a 高校国家知识产权信息服务中心 that calls itself a library',
    category: '公共图书馆',
    standing: {
      ...plain,
      [CENTER]: '高校国家知识产权信息服务中心',
      是否为文旅系统管理的公共图书馆: '否',
      [OUTLET]: '是',
    },
    says: ['不参与本次网点备案', quotes.excluded],
  },
  {
    who: 'a local institution that is no provincial outlet yet',
    category: '科研院所',
    standing: plain,
    says: ['今年暂时不能申报', `建议先向${PROVINCE}申报省级网点`, quotes.provincial],
  },
];

describe('the route wizard', () => {
  let id: string;
  beforeAll(async () => {
    id = await readyDraft(world, sample, { n: 1 });
    await world.clerk.say('进度');
    await world.clerk.expectCard('总览与检查');
  });

  /** Answers the two first sections from the overview on; what is on screen then is the route. */
  const answer = async ({ category, standing }: Pick<Row, 'category' | 'standing'>) => {
    if (!world.clerk.card().text.includes('总览与检查')) await world.clerk.click('总览');
    await world.clerk.click('修改');
    await world.clerk.click('保存，下一步', { 申报主体类别: category });
    await world.clerk.click('保存，下一步', standing);
    return world.clerk.expectCard('材料交给谁');
  };

  test.each([...admitted, ...refused])('$who is told where to go, with the words of the notice', async (row) => {
    const { text } = await answer(row);
    for (const words of row.says) expect(text).toContain(words);
  });

  test.each([refused[0]!, refused[3]!])(
    '定稿 of $who is refused in words, also from a card that still offers it',
    async (row) => {
      await answer(admitted[4]!);
      await world.clerk.click('总览');
      const offered = await world.clerk.expectCard('可以定稿');
      await answer(row);
      await world.clerk.click('总览');
      const { text } = await world.clerk.expectCard('总览与检查');
      expect(text).toContain(row.says[0]);
      expect(text).toContain('[定稿]（不可点）');
      expect((await world.clerk.tryClick('定稿')).error?.words).toBe('还有 1 处必须处理');
      const rev = (await now(world, id)).rev;
      const { toast } = await world.clerk.clickOn(offered, '定稿', declared);
      expect(toast).toMatchObject({ type: 'warning', content: expect.stringContaining('请再看一遍') });
      expect(await now(world, id)).toMatchObject({ status: 'ineligible', version: 0, rev });
    },
  );

  test('a national association under 国资委 chooses, and may choose again', async () => {
    const both = { ...plain, [OWNER]: '国资委', 是否为全国性行业组织: '是' };
    const { text } = await answer({ category: '行业组织', standing: both });
    expect(text).toContain('可以交国资委推荐，也可以直接报国家知识产权局');
    await world.clerk.click('总览');
    expect((await world.clerk.expectCard('总览与检查')).text).toContain('[定稿]（不可点）');
    for (const [choice, receiver] of [
      ['经主管部门推荐', '国资委'],
      ['直接向国家知识产权局提交', DIRECT],
      ['经主管部门推荐', '国资委'],
    ] as const) {
      await answer({ category: '行业组织', standing: both });
      await world.clerk.click('保存', { 提交方式: choice });
      const chosen = await world.clerk.expectCard('材料交给谁');
      for (const words of to(receiver)) expect(chosen.text).toContain(words);
    }
  });

  test('changing an early answer moves the route, and what was typed later stays', async () => {
    const before = await answer(admitted[4]!);
    expect(before.text).toContain(`材料提交给：${PROVINCE}`);
    await world.clerk.click('上一步');
    await world.clerk.click('保存，下一步', { [OWNER]: '中国科学院' });
    const after = await world.clerk.expectCard('材料交给谁');
    for (const words of to('中国科学院')) expect(after.text).toContain(words);
    expect(after.text).not.toContain('认定文件');
    const { answers } = await now(world, id);
    expect(answers.foundation!.foundation).toBe(sample.section2.text);
    expect(answers.standing).toMatchObject({ affiliation: 'CAS', outletYear: '2021' });
  });
});

describe('the legal person', () => {
  const CODE = '统一社会信用代码（18 位）';

  test.each([
    ['12999900DEM00000', '现在是 16 位'],
    ['12999900DEM00000O1', '第 17 位是“O”，代码里没有这个字母，请看看是不是数字 0'],
    ['12999900DEM000006X', '校验位对不上'],
    ['', '请填写 18 位'],
  ])('a wrong code %s keeps what was typed and is told what is wrong', async (code, words) => {
    await world.colleague.say('开始');
    await world.colleague.expectCard('开始填报');
    await world.colleague.click('下一步', { [CODE]: code });
    const { text } = await world.colleague.expectCard(words);
    expect(text).toContain(`${CODE}【${code || '法人证书上的 18 位代码'}】`);
  });

  test('spaces, small letters and full-width digits are the same legal person', async () => {
    await world.colleague.say('开始');
    await world.colleague.expectCard('开始填报');
    await world.colleague.click('下一步', { [CODE]: ` １２9999 00dem${creditCode(1).slice(11).toLowerCase()} ` });
    await world.colleague.expectCard('本单位已经有人在填');
  });

  test('a second person is told who holds it; only the owner can let them in', async () => {
    const { clerk, colleague, contact, db } = world;
    const id = await readyDraft(world, sample, { n: 2 });
    const members = () => db.member.count({ where: { filingId: id } });
    const ask = async () => {
      await colleague.say('首页');
      await colleague.expectCard('备案助手');
      await colleague.click('开始填报');
      await colleague.click('下一步', { [CODE]: creditCode(2) });
      expect((await colleague.expectCard('本单位已经有人在填')).text).toContain('由 沈若溪 填报');
      await colleague.click('申请一起填');
      return clerk.expectCard(/顾清禾 申请一起填[\s\S]*\[同意\]/, { earlier: true });
    };

    const first = await ask();
    for (const stranger of [colleague, contact]) {
      const { toast } = await stranger.clickOn(first, '同意');
      expect(toast?.content).toContain('只有填报人可以同意');
      expect(await members()).toBe(1);
    }
    await clerk.clickOn(first, '不同意');
    await colleague.expectCard('申请没有通过');
    expect(await members()).toBe(1);

    await clerk.clickOn(await ask(), '同意');
    await colleague.expectCard('您可以一起填了');
    expect(await members()).toBe(2);
    await colleague.say('继续');
    await colleague.expectCard('总览与检查');
    await colleague.click('修改');
    await colleague.click('保存', { '备案机构（法人单位名称）': '一起改的名称' });
    expect((await now(world, id)).answers.identity).toMatchObject({ institutionName: '一起改的名称' });
  });
});
