import publicCalendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

const days = (table: Record<string, string>): ReadonlySet<string> => new Set(Object.keys(table));

/** The public days off and worked weekends, as plain data. */
export const calendar = { off: days(publicCalendar.holidays), worked: days(publicCalendar.workdays) };
