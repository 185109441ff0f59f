import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DIRECT } from '../../services/filing/filing.ts';
import { addDays, dayOf } from '../../services/time.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { expectSound, now, readyDraft, sealByChat } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
walksItsArrows('direct', () => world);
afterAll(() => world?.stop());

const association = {
  identity: { category: '行业组织' },
  standing: { nationalOrg: '是', outlet: '否', outletYear: null },
  route: { proof: [] },
};

test('a national association files directly in the national system, and tells the day and the receipt; the province gets a copy', async () => {
  const { clerk, contact, operator } = world;
  await playAppointment(operator, contact, sample);
  const id = await readyDraft(world, sample, { changes: association });
  const form = await sealByChat(clerk);
  await clerk.click('登记', { 回执号: 'GG-2026-17' });
  const undated = await clerk.expectCard('请选择在国家系统提交的日期');
  expect(undated.text).toContain('【GG-2026-17】');
  const today = dayOf(world.feishu.store.now());
  await clerk.click('登记', { 在国家系统提交的日期: addDays(today, 1), 回执号: 'GG-2026-17' });
  await clerk.expectCard('提交日期不能晚于今天');
  await clerk.click('登记', { 在国家系统提交的日期: today, 回执号: 'GG-2026-17' });
  await clerk.expectCard(/已在国家系统提交[\s\S]*回执号 GG-2026-17。接下来由国家知识产权局[\s\S]*公示 \d+ 个工作日/);
  expect(form.name).toContain('第1版');
  expect(await now(world, id)).toMatchObject({
    ...{ status: 'filed_online', departmentCode: DIRECT, handedIn: 1, placed: false },
    office: { filed: { on: today, receipt: 'GG-2026-17' } },
  });

  const copied = await contact.expectCard('抄送：云汉省星澜市科学技术情报研究所');
  expect(copied.text).toContain('无需办理');
  expect(copied.text).not.toMatch(/\[(拟推荐|退回补正)\]/);
  expect((await operator.expectCard('国家系统已提交：')).text).toContain('GG-2026-17');
});
