import { expect } from 'vitest';
import { endOf } from '../../services/time.ts';
import { now } from './ready-made.ts';
import type { WholeRound } from './whole-round.ts';

/** The national office publicises all that has come to it, approves and numbers it when nobody has objected, and publishes the list. */
export const playToTheList = async ({ world, entries }: WholeRound): Promise<void> => {
  const { operator, time } = world;
  const names = entries.filter(({ fate }) => fate === 'recommended').map(({ name }) => name);
  const many = names.length;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');
  const batch = async (button: string, title: string, values: Record<string, string>) => {
    await operator.click(`${button}（${many}）`);
    await operator.click('预览', values);
    // Who confirms has been able to read every name.
    const pages = [operator.card('预览：').text];
    while (pages.at(-1)!.includes('[下一页]')) {
      await operator.click('下一页');
      pages.push(operator.card('预览：').text);
    }
    expect(names.filter((name) => !pages.some((text) => text.includes(name)))).toEqual([]);
    await operator.click('确认，开始办');
    await operator.expectCard(`${title}　已办 ${many} 份`, { within: 60_000 });
    await operator.click('收件列表');
  };
  // One working day: what passes of itself meanwhile is shown by the season.
  await batch('一起公示', '批量公示', { 公示天数: '1' });
  const { office } = await now(world, entries[0]!.id);
  await time.advance(endOf(office!.publicity!.until).getTime() + HOUR_MS);
  await operator.click(`全部 ${many}`);
  await batch('公示期满，一起准予', '批量准予备案', { 第一个编号: 'WD-001' });
  await batch('发布名单', '发布名单', {});
};

const HOUR_MS = 3_600_000;
