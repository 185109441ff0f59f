import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAnnex1 } from '../../services/documents/read-annex1.ts';
import { dayOf, longDay } from '../../services/time.ts';
import { yunhan } from '../season.ts';
import {
  declared,
  pdf,
  playAppointment,
  playFilling,
  playRecommendation,
  playSealing,
  playSubmission,
  readSample,
  type Sample,
} from './play.ts';
import { expectSound } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterAll(() => world?.stop());

/** What stands in the cells of the official form when the sample was filled; 七 comes with the recommendation. */
const cellsOf = ({ section1: one, ...rest }: Sample) => ({
  备案机构: one.name,
  推荐部门: yunhan.name,
  填报日期: longDay(dayOf(new Date())),
  名称: one.name,
  机构性质: '事业单位（科技情报机构）',
  地址: one.address,
  主要负责人及职务: `${one.principal_name}，${one.principal_title}`,
  总人数: '11',
  专职人员数量: '8',
  兼职人员数量: '3',
  联系人: one.contact_name,
  手机: one.contact_mobile,
  邮箱: one.contact_email,
  服务对象: one.service_targets,
  服务事项清单: one.service_items.map(({ name, type, fee }, i) => `${i + 1}. ${name}（${type}，${fee}）`).join('\n'),
  '二、工作基础和优势特点': rest.section2.text,
  '三、服务团队人员情况': rest.section3.members
    .map(({ name, role, employment, bio }) =>
      [`${name}（${role === '主要负责人' ? `主要负责人，${employment}` : '专职人员'}）`, bio].join('\n'),
    )
    .join('\n'),
  '四、未来发展思路和支持措施': rest.section4.text,
  '1 名称': rest.section5.cases[0]!.name,
  '1 实施时间': rest.section5.cases[0]!.period,
  '1 内容和效果': rest.section5.cases[0]!.content,
  '2 名称': rest.section5.cases[1]!.name,
  '2 实施时间': rest.section5.cases[1]!.period,
  '2 内容和效果': rest.section5.cases[1]!.content,
  '六、申请备案机构意见': rest.section6.opinion,
});

test('every value of the sample stands in its cell, and each version stays what it was', async () => {
  const { clerk, contact, operator } = world;
  await playAppointment(operator, contact, sample);
  await playFilling(clerk, sample);
  const first = await playSubmission(clerk);
  const cells = await readAnnex1(first.bytes);
  expect(cells).toMatchObject({ ...cellsOf(sample), '七、推荐部门意见': '' });
  const printed = JSON.stringify(cells);
  expect(printed).not.toContain(sample.section1.unified_social_credit_code);

  await contact.expectCard('审核：');
  const received = await contact.expectFile('备案表');
  expect(await readAnnex1(received.bytes)).toEqual(cells);
  expect((await contact.expectFile('扫描件')).bytes).toEqual(pdf(`scan of ${first.name}`));
  await contact.click('发来全部附件');
  for (const { filename } of sample.attachments) {
    expect((await contact.expectFile(filename)).bytes).toEqual(pdf(filename));
  }

  await contact.click('退回补正');
  await contact.click('退回', { 请写明: '请更新人数。' });
  const old = await clerk.expectCard('材料被退回');
  await clerk.clickOn(old, '去补正');
  await clerk.click('定稿', declared);
  const second = await clerk.expectFile('第2版');
  await clerk.sendFile('扫描件-2.pdf', pdf('second'));
  await clerk.expectCard('已收到并保存');
  await playSealing(clerk, second);
  const frozen = clerk.card('第 2 版已定稿');
  await clerk.click('提交');
  await contact.expectFile('扫描件-2.pdf');
  const final = await playRecommendation(contact, clerk, sample);
  expect(await readAnnex1(final.bytes)).toMatchObject({
    ...cellsOf(sample),
    '七、推荐部门意见': sample.section7.opinion,
  });

  const resend = async (version: number) => {
    const button = JSON.parse(JSON.stringify(frozen.card).replaceAll('"version":2', `"version":${version}`));
    await clerk.clickOn({ ...frozen, card: button }, '再发一次 Word');
    return readAnnex1((await clerk.expectFile(`第${version}版`)).bytes);
  };
  expect(await resend(1)).toEqual(cells);
  expect(await resend(2)).toEqual(await readAnnex1(final.bytes));
  expect(await readAnnex1(second.bytes)).toMatchObject({ ...cellsOf(sample), '七、推荐部门意见': '' });
  await expectSound(world);
});
