/** What is asked of 提醒情况: those who cannot be reached, or those who have not read. */
export const halves = ['unreached', 'unread'] as const;
export type Half = (typeof halves)[number];
