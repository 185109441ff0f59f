import { z } from 'zod';
import { form2023 } from '../services/filing/form-2023.ts';
import { forms } from '../services/filing/forms.ts';
import type { Correction } from '../services/form/correct.ts';
import { choice, line, optionsOf, paragraph, type Roster, step } from '../services/form/define.ts';
import { calls } from '../services/rounds/calls.ts';
import { notice2023 } from '../services/rounds/notice-2023.ts';

const given = z.string().min(1, '请填写');

/** A made-up correction of the 2023 form: one question more, one gone, one changed; everything else as before. */
export const correction: Correction = {
  source: '关于更正网点备案表的补充通知（虚构）',
  changes: [
    {
      step: 'staff',
      field: 'contactFax',
      becomes: line('传真', given, { hint: '联系人的传真号码。' }),
      words: '新增“传真”',
    },
    { step: 'staff', field: 'contactEmail', becomes: null, words: '不再填写“邮箱”' },
    {
      step: 'opinion',
      field: 'opinion',
      becomes: paragraph('申请备案机构意见', 200, []),
      words: '“申请备案机构意见”改为 200 字左右',
    },
  ],
};

const members = form2023.steps.team!.fields.members as Roster;
const withTitles: Roster = {
  ...members,
  item: { ...members.item, rank: line('职称', given, { optional: true }) },
};

/** A second one, later: a list has a column more, and a section is new. */
export const secondCorrection: Correction = {
  source: '关于更正网点备案表的第二次补充通知（虚构）',
  changes: [
    {
      step: 'digital',
      becomes: step('第二部分', '数字资源', { digital: choice('是否提供在线服务', optionsOf('是', '否')) }),
      before: 'team',
      words: '新增“数字资源”一部分',
    },
    { step: 'team', field: 'members', becomes: withTitles, words: '服务团队人员增加“职称”' },
  ],
};

/** The call of another year with a form of its own: no cases, no period, and a question that 2023 did not have. */
const { cases: _, ...kept } = form2023.steps;
const otherForm = {
  revision: 'other',
  steps: {
    ...kept,
    resources: step('第五部分', '资源条件', { databases: line('数据库数量', given) }),
  },
  checks: form2023.checks,
};

export const OTHER_CALL = 'notice-other';

/** Adds the other call; `issue` publishes a correction of the 2023 form, as a release of the program would. */
export const knowOtherForm = (): void => {
  forms.other = { first: otherForm, corrections: [] };
  calls[OTHER_CALL] = { ...notice2023, key: OTHER_CALL, form: 'other', title: '另一年度备案（虚构）' };
};

/** Changes every section, four times over, in more words than anybody would. */
export const longCorrection: Correction = {
  source: '长'.repeat(300),
  changes: Object.entries(form2023.steps).flatMap(([key, becomes]) =>
    ['一', '二', '三', '四'].map((sign) => ({ step: key, becomes, words: sign.repeat(300) })),
  ),
};

export const issue = (...corrections: Correction[]): void => {
  forms['2023'] = { first: form2023, corrections };
};

/** All of it is gone again: the next file of the worker knows the form as it is. */
export const forgetForms = (): void => {
  issue();
  delete forms.other;
  delete calls[OTHER_CALL];
};
