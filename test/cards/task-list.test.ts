import { expect, test } from 'vitest';
import { render } from '../../cards/index.ts';
import { cardBytes, cardNodes } from '../../cards/kit/index.ts';
import type { Answers, RawItem } from '../../services/form/define.ts';
import { cardText } from '../feishu/card-text.ts';
import { answersWith, clerk, noon, round, sampleAnswers, sampleFiling } from '../services/filing/sample.ts';

const members = sampleAnswers().team!.members as RawItem[];
const filingId = 'f';

const check = (answers: Answers, extra: { undeclared?: boolean } = {}) => {
  const filing = sampleFiling('draft', { answers });
  const outgoing = render({ kind: 'check', filingId, ...extra }, { now: noon, me: clerk, filing });
  if (outgoing.type !== 'card') throw new Error('the overview is a card');
  return outgoing.card;
};
const words = (answers: Answers) => cardText(check(answers));

test.each<[what: string, changes: Answers, line: string]>([
  ['a section nobody has begun', { systems: { systems: [] } }, '○ 第二部分　相关工作制度　未开始'],
  [
    'what is missing, by name',
    { staff: { contactMobile: null, contactEmail: null } },
    '◐ 第一部分　人数与联系人　填写中\n\n缺 手机、邮箱',
  ],
  [
    'more of it than can be named',
    { staff: { staffTotal: null, contactName: null, contactMobile: null, contactEmail: null } },
    '缺 总人数、联系人、手机等 4 项',
  ],
  ['what is wrong', { staff: { contactMobile: '12' } }, '⚠ 第一部分　人数与联系人　有问题\n\n要改 手机'],
  ['people who are missing', { team: { members: members.slice(0, 3) } }, '还差 2 位专职'],
  [
    'rows that are not complete',
    { team: { members: [...members, { id: 'x', name: '甲', role: '专职人员', bio: '' }] } },
    '1 条没填完',
  ],
  ['a section that is done', {}, '✓ 第三部分　服务团队人员情况　完成'],
])('the task list says %s', (_what, changes, line) => {
  expect(words(answersWith(changes))).toContain(line);
});

test('each problem leads to its section, and saving there leads back', () => {
  const card = JSON.stringify(check(answersWith({ staff: { contactMobile: '12' } })));
  expect(card).toMatch(/"action":"step\.open","filing":"[^"]+","step":"staff","back":true/);
});

test('定稿 stands under its declaration, which begins unticked; what was forgotten is said there', () => {
  expect(words(sampleAnswers())).toContain('☐ 我已核对全部内容');
  expect(cardText(check(sampleAnswers(), { undeclared: true }))).toContain('⚠ 还没有定稿：请先勾选上面的声明。');
  expect(words(answersWith({ staff: { contactMobile: '12' } }))).not.toContain('☐');
});

test('whoever has one filing finds its sections at home', () => {
  const filing = sampleFiling('draft', { answers: answersWith({ staff: { contactMobile: '12' } }) });
  const home = (filings: (typeof filing)[]) => {
    const rounds = [{ round, filings, desks: [], direct: [], handed: [] }];
    const outgoing = render({ kind: 'home' }, { now: noon, me: clerk, operator: false, rounds });
    return outgoing.type === 'card' ? cardText(outgoing.card) : '';
  };
  expect(home([filing])).toContain('⚠ 第一部分　人数与联系人　有问题');
  expect(home([filing, filing])).not.toContain('人数与联系人');
});

test.each(['长', '*', '𠮷'])('with everything wrong in %s the overview stays under 26 KB and 180 elements', (sign) => {
  const line = sign.repeat(1000 / sign.length);
  const all = Object.fromEntries(
    Object.entries(sampleAnswers()).map(([step, fields]) => [
      step,
      Object.fromEntries(Object.keys(fields).map((name) => [name, line])),
    ]),
  );
  const people = Array.from({ length: 60 }, (_, i) => ({ id: `m${i}`, name: line, role: line, bio: '' }));
  const card = check({ ...all, team: { members: people } });
  expect(cardBytes(card)).toBeLessThan(26 * 1024);
  expect(cardNodes(card)).toBeLessThan(180);
});
