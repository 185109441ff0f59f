import { expect, test } from 'vitest';
import { contextOf } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import { findPlace } from '../../../services/form/find-field.ts';
import { relevantFields, relevantSteps } from '../../../services/form/read.ts';
import { sampleFiling } from '../filing/sample.ts';

const context = contextOf(sampleFiling());
const found = (words: string) => {
  const place = findPlace(form2023, context, words);
  return place && [place.step, place.field].filter(Boolean).join('.');
};

test.each([
  ['手机', 'staff.contactMobile'],
  ['联系人电话', 'staff.contactMobile'],
  ['联系人的手机号', 'staff.contactMobile'],
  ['Email', 'staff.contactEmail'],
  ['邮箱', 'staff.contactEmail'],
  ['联系人', 'staff.contactName'],
  ['单位名称', 'identity.institutionName'],
  ['法人单位名称', 'identity.institutionName'],
  ['地址', 'basics.address'],
  ['负责人', 'basics.principalName'],
  ['专职人数', 'staff.staffFulltime'],
  ['服务事项', 'services.serviceItems'],
  ['第二部分', 'foundation'],
  ['团队', 'team.members'],
  ['个人简介', 'team.members'],
  ['案例', 'cases.cases'],
  ['实施时间', 'cases.cases'],
  ['发展方向', undefined],
  ['意见', 'opinion.opinion'],
  ['省份', 'identity.province'],
  ['天气', undefined],
  ['时', undefined],
])('%s stands at %s', (words, place) => {
  expect(found(words)).toBe(place);
});

test('every label leads to a field of that name', () => {
  const steps = relevantSteps(form2023, context);
  for (const [, step] of steps) {
    for (const [, field] of relevantFields(step, context)) {
      const place = findPlace(form2023, context, field.label);
      expect(place?.field && form2023.steps[place.step]?.fields[place.field]?.label).toBe(field.label);
    }
  }
});

test('every question says how to answer or why it is asked', () => {
  for (const [, step] of Object.entries(form2023.steps)) {
    for (const field of Object.values(step.fields)) {
      expect(field.hint, field.label).toBeTruthy();
      if (field.kind === 'line' && !field.optional && !field.prefill) expect(field.sample, field.label).toBeTruthy();
    }
  }
});
