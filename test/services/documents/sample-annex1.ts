import type { Annex1 } from '../../../services/documents/annex1.ts';
import sample from '../../sample-filing.json' with { type: 'json' };

export { sample };

/** The sample filing as Annex 1 prints it before the recommendation. */
export function sampleAnnex1(changes: Partial<Annex1> = {}): Annex1 {
  const { cover, section1, section2, section3, section4, section5, section6 } = sample;
  return {
    cover: {
      institutionName: cover.institution_name,
      departmentName: cover.recommending_department,
      filledOn: '2023年6月12日',
    },
    name: section1.name,
    nature: section1.nature,
    address: section1.address,
    principal: `${section1.principal_name}、${section1.principal_title}`,
    staffTotal: `${section1.staff_total}`,
    staffFulltime: `${section1.staff_fulltime}`,
    staffParttime: `${section1.staff_parttime}`,
    contactName: section1.contact_name,
    contactMobile: section1.contact_mobile,
    contactEmail: section1.contact_email,
    serviceTargets: section1.service_targets,
    serviceItems: section1.service_items.map((item, i) => `${i + 1}．${item.name}（${item.type}，${item.fee}）`),
    foundation: section2.text,
    team: section3.members.map(({ name, role, employment, bio }) => ({
      heading: role === `${employment}人员` ? `${name}（${role}）` : `${name}（${role}，${employment}）`,
      bio,
    })),
    plan: section4.text,
    cases: section5.cases.map(({ name, period, content }) => ({ name, period, content })),
    opinion: section6.opinion,
    departmentOpinion: '',
    footer: { reference: 'BA-2023-0001', version: 3, hash: 'abcdef0123456789'.repeat(4) },
    ...changes,
  };
}
