import { entriesOf, filesAt, itemsAt, textAt } from '../form/read.ts';
import { type Filing, institutionName } from './filing.ts';

/** What an input of a card holds. */
const LONGEST = 1000;
/** Names of items and cases that are spelt out; the rest is counted. */
const NAMED = 4;

/**
 * A proposal for 第七部分, made of nothing but what the form says: never sent by itself, it is put into the input to be read,
 * changed and confirmed. All of it can be printed as it stands: what the checks found worth a look is the card's to say.
 */
export const proposedOpinion = (filing: Filing): string => {
  const at = (step: string, field: string) => textAt(filing.answers, step, field);
  const items = entriesOf(at('services', 'serviceItems')).map(([name = '']) => name);
  const cases = itemsAt(filing.answers, 'cases', 'cases').map(({ name = '' }) => `“${name}”`);
  const systems = filesAt(filing.answers, 'systems', 'systems').length;
  const outlet =
    at('standing', 'outlet') === '是' ? `，${at('standing', 'outletYear')}年成为省级知识产权信息公共服务网点` : '';
  const parts = [
    `${institutionName(filing)}为${at('basics', 'legalNature')}（${at('identity', 'category')}）${outlet.replace('，年', '，已')}。`,
    `人员方面，服务团队共${at('staff', 'staffTotal')}人，其中专职${at('staff', 'staffFulltime')}人、兼职${at('staff', 'staffParttime')}人。`,
    items.length > 0 && `服务方面，开展${some(items)}${items.length > NAMED ? `等${items.length}项` : ''}服务。`,
    cases.length > 0 && `案例方面，报送${some(cases)}。`,
    systems > 0 && `制度方面，已制定相关工作制度${systems}项。`,
    '经审核，该单位具备提供知识产权信息公共服务的资源和人员条件，同意推荐。',
  ];
  return parts
    .filter(Boolean)
    .join('')
    .slice(0, LONGEST)
    .replace(/[\ud800-\udbff]$/, '');
};

const some = (names: string[]): string => names.slice(0, NAMED).join('、');
