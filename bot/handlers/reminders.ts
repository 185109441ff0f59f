import { Refusal } from '../../services/refusal.ts';
import { putOffUntilMorning, setQuiet } from '../../services/reminders/wishes.ts';
import { longDay } from '../../services/time.ts';
import { type Handler, saved } from './handler.ts';
import { dayIn } from './operate.ts';

export const remindLater: Handler<'remind.later'> = async ({ tx, who, now }, { digest }) => {
  const later = await putOffUntilMorning(tx, digest, who, now);
  return { toast: saved(`${longDay(later)}再提醒`), show: { kind: 'reminder', digest, later } };
};

export const showReminderSettings: Handler<'remind.settings'> = async () => ({ show: { kind: 'quiet' } });

export const keepQuiet: Handler<'remind.quiet'> = async ({ tx, who, now }, _payload, form) => {
  const until = dayIn(form, 'until');
  try {
    await setQuiet(tx, who, until, now);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'quiet_until') throw error;
    return { show: { kind: 'quiet', error: error.words } };
  }
  return { toast: saved('已设置'), show: { kind: 'quiet', flash: `好的，${longDay(until)}（含）以前不打扰您。` } };
};

export const resumeReminders: Handler<'remind.resume'> = async ({ tx, who, now }) => {
  await setQuiet(tx, who, null, now);
  return { toast: saved('已恢复'), show: { kind: 'quiet', flash: '已恢复提醒。' } };
};
