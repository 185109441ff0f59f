import { expect, test } from 'vitest';
import type { Annex1 } from '../../../services/documents/annex1.ts';
import { contentHash } from '../../../services/documents/content-hash.ts';
import { sampleAnnex1 } from './sample-annex1.ts';

const form = sampleAnnex1();

test('the hash of the sample is the same for ever', () => {
  expect(contentHash(form)).toBe('430ac82c90df81815f8bdc71f44e9bfe6bfd03f30c5b689a8eaa5e549ada4c06');
});

test('七 and the footer do not count, nor does the order in which a form was put together', () => {
  const footer = { reference: 'other', version: 99, hash: contentHash(form) };
  const reversed = Object.fromEntries(Object.entries(form).reverse()) as Annex1;
  expect(contentHash({ ...form, departmentOpinion: '同意推荐。', footer })).toBe(contentHash(form));
  expect(contentHash(reversed)).toBe(contentHash(form));
});

test('line ends that print alike hash alike', () => {
  const onWindows = form.foundation.replaceAll('\n', '\r\n');
  expect(onWindows).not.toBe(form.foundation);
  expect(contentHash({ ...form, foundation: onWindows })).toBe(contentHash(form));
});

const [first, second] = form.cases;
const [leader, ...others] = form.team;
const changes: Record<string, Partial<Annex1>> = {
  institutionName: { cover: { ...form.cover, institutionName: '别处' } },
  departmentName: { cover: { ...form.cover, departmentName: '别处' } },
  filledOn: { cover: { ...form.cover, filledOn: '2023年6月13日' } },
  name: { name: '别名' },
  nature: { nature: '企业' },
  address: { address: '别处' },
  principal: { principal: '别人、所长' },
  staffTotal: { staffTotal: '12' },
  staffFulltime: { staffFulltime: '12' },
  staffParttime: { staffParttime: '12' },
  contactName: { contactName: '别人' },
  contactMobile: { contactMobile: '13900000000' },
  contactEmail: { contactEmail: 'other@example.com' },
  serviceTargets: { serviceTargets: '别人' },
  'a service item': { serviceItems: form.serviceItems.slice(1) },
  foundation: { foundation: `${form.foundation}。` },
  'a bio': { team: [{ ...leader!, bio: '别的经历' }, ...others] },
  'a role': { team: [{ ...leader!, heading: '别的身份' }, ...others] },
  'the order of the team': { team: [...others, leader!] },
  plan: { plan: `${form.plan}。` },
  'one case less': { cases: [first!] },
  'the name of a case': { cases: [first!, { ...second!, name: '别的' }] },
  'the time of a case': { cases: [first!, { ...second!, period: '别的' }] },
  'the text of a case': { cases: [first!, { ...second!, content: '别的' }] },
  opinion: { opinion: `${form.opinion}。` },
  'a text that moved to the next field': { staffTotal: '', staffFulltime: form.staffTotal + form.staffFulltime },
};

test.each(Object.keys(changes))('changing %s changes the hash', (change) => {
  expect(contentHash({ ...form, ...changes[change] })).not.toBe(contentHash(form));
});
