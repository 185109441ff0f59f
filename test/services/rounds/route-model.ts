/**
 * Who recommends an institution, written straight down from the notice (二（一）) as a chain of questions. It shares nothing
 * with the table it is compared with. Every answer is given; the result is a short label.
 */
export type FullAnswers = {
  provinceCode: string;
  isTisc: boolean;
  isUniversityCenter: boolean;
  affiliation: string;
  isCultureLibrary: boolean;
  isNationalOrg: boolean;
  isProvincialOutlet: boolean;
  preferDirect?: boolean;
  admitted?: { reason: string };
};

const NAMED_BODIES = ['MOE', 'MOST', 'MIIT', 'MCT', 'SASAC', 'CAS', 'CMC-EDD', 'CAST'];

export function expectedRoute(answers: FullAnswers): string {
  const copied = `, copy to ${answers.provinceCode}`;
  const own = `${answers.provinceCode}, no copy`;
  const letIn = answers.admitted !== undefined;
  if ((answers.isTisc || answers.isUniversityCenter) && !letIn) return 'not eligible';
  if (answers.isCultureLibrary) return `MCT${copied}`;
  if (NAMED_BODIES.includes(answers.affiliation)) {
    const body = `${answers.affiliation}${copied}`;
    if (!answers.isNationalOrg) return body;
    if (answers.preferDirect === undefined) return `${body} or direct${copied}`;
    return answers.preferDirect ? `direct${copied}` : body;
  }
  if (answers.isNationalOrg) return `direct${copied}`;
  if (answers.isProvincialOutlet) return own;
  if (answers.affiliation === 'other_central') return `direct${copied}`;
  return letIn ? own : 'not eligible';
}
