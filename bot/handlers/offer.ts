import { readForm } from '../../cards/form-values.ts';
import { contextOf, type Filing, fieldAt, formOf } from '../../services/filing/filing.ts';
import { isEditable } from '../../services/filing/status.ts';
import type { Line } from '../../services/form/define.ts';
import { isGiven, relevantFields } from '../../services/form/read.ts';
import type { Notice } from '../../services/notice.ts';
import { timeOf } from '../../services/time.ts';
import { mine } from './fill.ts';
import { act, type Handler, saved } from './handler.ts';

/** A line of a form is seldom longer; what is longer was meant for something else. */
const SHORT = 100;

/** The question to put when a message looks like the one answer that is missing on the screen. */
export const offerFor = (filing: Filing, step: string, said: string): Notice | undefined => {
  const section = formOf(filing.round).steps[step];
  if (!section || !isEditable(filing) || said.length > SHORT || said.includes('\n')) return undefined;
  const open = relevantFields(section, contextOf(filing)).filter(
    (entry): entry is [string, Line] =>
      entry[1].kind === 'line' && !entry[1].optional && !isGiven(filing.answers[step]?.[entry[0]]),
  );
  const [only] = open;
  if (!only || open.length > 1) return undefined;
  const [name, field] = only;
  const { [name]: read } = readForm([[name, field]], { [name]: said }, {});
  if (typeof read !== 'string' || !field.rule.safeParse(read).success) return undefined;
  return { kind: 'offer', filingId: filing.id, step, field: name, text: read };
};

export const takeOffer: Handler<'offer.take'> = async (scene, { filing: id, step, field, rev, text }) => {
  const filing = await mine(scene, id);
  fieldAt(filing, step, field, 'line');
  const said = Buffer.from(text, 'base64url').toString();
  const { outcome } = await act(scene, filing, { type: 'save', step, rev, values: { [field]: said } });
  const show: Notice = { kind: 'step', filingId: id, step };
  return outcome === 'conflict'
    ? { toast: { type: 'warning', content: '这一部分刚被改过，两份内容都已保留，请选一份' }, show }
    : { toast: saved(`已保存 ${timeOf(scene.now)}`), show };
};
