/** The states in which the national office has a filing before it, in the order of its work. */
export const intakeStates = ['objection', 'filed_online', 'publicity', 'approved', 'listed', 'not_approved'] as const;
export type IntakeState = (typeof intakeStates)[number];

/** What the national office decides of one filing, beside giving it back. */
export const officeDeeds = [
  ...(['refuse', 'publicise', 'object', 'settle', 'approve', 'list'] as const),
  /** What was recorded wrongly. */
  ...(['correctPublicity', 'correctNumber'] as const),
] as const;
export type OfficeDeed = (typeof officeDeeds)[number];

/** Those of them that can be made for several filings at once. */
export const batchDeeds = ['publicise', 'approve', 'list'] as const;
export type BatchDeed = (typeof batchDeeds)[number];

/** What the operators can have sent as files. */
export const officePapers = ['list', 'listBook', 'publicity', 'publicityBook', 'export', 'history'] as const;
export type OfficePaper = (typeof officePapers)[number];

/** Stands for “to the department of its own province” where the operator chooses a way. */
export const BY_PROVINCE = 'rows';
