import { createHash } from 'node:crypto';
import type { Annex1 } from './annex1.ts';
import { printable } from './printable.ts';

/**
 * SHA-256, in hex, of what the institution answers for: cover to 六. 七 and 八 are written after the freeze and the
 * footer carries the hash itself, so none of them may change it. The fields are listed here one by one, in the order of
 * the form, because a hash must not depend on how an object happened to be put together.
 */
export function contentHash(form: Annex1): string {
  const { cover, cases } = form;
  const content = [
    ['cover', cover.institutionName, cover.departmentName, cover.filledOn],
    ['一', form.name, form.nature, form.address, form.principal],
    ['一', form.staffTotal, form.staffFulltime, form.staffParttime],
    ['一', form.contactName, form.contactMobile, form.contactEmail, form.serviceTargets, ...form.serviceItems],
    ['二', form.foundation],
    ...form.team.map((person) => ['三', person.heading, person.bio]),
    ['四', form.plan],
    ...cases.map((each) => ['五', each.name, each.period, each.content]),
    ['六', form.opinion],
    ...(form.added ?? []).map(({ key, text }) => ['added', key, text]),
  ];
  const canonical = JSON.stringify(content.map((part) => part.map(printable)));
  return createHash('sha256').update(canonical, 'utf8').digest('hex');
}
