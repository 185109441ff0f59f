import { allSlots } from '../../services/filing/seal-commands.ts';
import { addWorkingDays, type Day, dayOf } from '../../services/time.ts';
import { atOnce, type Player, pdf, sealed } from './play.ts';

/** The second half, from the recommendation to the published list, as `play.ts` plays the first. */

/** The department's page is signed and bound in, the whole is scanned and its ten places checked, and the national system is told of. */
export const playFiling = async (
  clerk: Player,
  contact: Player,
  { form, today }: { form: { bytes: Buffer }; today: Day },
  pace = atOnce,
) => {
  await pace('推荐部门的一页签字盖章，订好后扫描整份备案表');
  await clerk.click('双方盖章');
  await clerk.sendFile('备案表-双方盖章扫描件.pdf', pdf(`sealed by both ${form.bytes.length}`));
  await clerk.expectCard('已收到并保存“备案表-双方盖章扫描件.pdf”');
  await pace('核对十处签字盖章');
  await clerk.click('十处核对完毕', await sealed(form, allSlots));
  await contact.expectCard('双方签字盖章已核对', { earlier: true });
  await pace('联系人登记国家系统提交');
  await contact.click('双方盖章');
  await contact.click('登记国家系统提交', {
    在国家系统提交的日期: today,
    回执号或受理编号: `GG-${today.slice(0, 4)}-0001`,
  });
  await clerk.expectCard('已在国家系统提交', { earlier: true });
};

/** The national office publicises it, approves it after the last day, and publishes the list. */
export const playDecision = async (
  operator: Player,
  clerk: Player,
  time: { now: () => number; advance: (toMs: number) => Promise<void> },
  pace = atOnce,
) => {
  await operator.expectCard('国家系统已提交：', { earlier: true });
  await pace('主办方公示');
  await operator.click('公示');
  await operator.click('公示', { 公示天数: '5' });
  await clerk.expectCard('公示中', { earlier: true });
  await pace('公示 5 个工作日，没有异议');
  // Four days more than that: there may be holidays of the round among them.
  const over = addWorkingDays(dayOf(new Date(time.now())), 5 + 4, []);
  await time.advance(Date.parse(`${over}T09:00:00+08:00`));
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');
  await operator.click('打开');
  await pace('主办方准予备案，给编号');
  await operator.click('准予备案');
  await operator.click('准予备案', { 编号: 'WD-2026-001' });
  await clerk.expectCard('准予备案', { earlier: true });
  await pace('主办方发布名单');
  await operator.click('收件列表');
  await operator.click('发布名单（1）');
  await operator.click('预览');
  await operator.click('确认，开始办');
  await operator.expectCard('发布名单　已办 1 份');
  await clerk.expectCard('已列入名单', { earlier: true });
  await pace('主办方取名单');
  await operator.click('收件列表');
  await operator.click('名单（Word 和 Excel）');
  return operator.expectFile('服务网点名单');
};
