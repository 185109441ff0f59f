import { sealedAs } from '../../services/filing/store.ts';
import type { Notice, NoticeOf } from '../../services/notice.ts';
import { Refusal } from '../../services/refusal.ts';
import { mine } from './fill.ts';
import { act, type Handler, type Reply, saved } from './handler.ts';

/** What was typed is kept, and what is wrong with it stands beside it. */
export const sealFiling: Handler<'filing.seal'> = async (scene, { filing: id, version }, form) => {
  const filing = await mine(scene, id);
  const { hash } = await sealedAs(scene.tx, filing, version);
  const code = wordsIn(form, 'code');
  const slots = Object.keys(form).filter((name) => form[name] === true);
  return atFields({ kind: 'frozen', filingId: id, typed: { code } }, async () => {
    await act(scene, filing, { type: 'seal', version, slots, code, hash });
    return { toast: saved('已核对'), show: { kind: 'frozen', filingId: id } };
  });
};

/** A direct filing: filed in the national system by the institution itself (通知三（一）), and told here. */
export const registerFiling: Handler<'filing.file'> = async (scene, { filing: id, version }, form) => {
  const filing = await mine(scene, id);
  const on = wordsIn(form, 'on').slice(0, 10);
  const receipt = wordsIn(form, 'receipt');
  return atFields({ kind: 'frozen', filingId: id, typed: { on, receipt } }, async () => {
    await act(scene, filing, { type: 'fileOnline', version, on, receipt });
    return { toast: saved('已登记'), show: { kind: 'receipt', filingId: id, version } };
  });
};

const AT_FIELDS = ['not_ticked', 'wrong_code', 'no_day', 'no_receipt'];

const atFields = async (again: NoticeOf<'frozen'>, work: () => Promise<Reply>): Promise<Reply> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || !AT_FIELDS.includes(error.code)) throw error;
    return { show: { ...again, error: error.words } satisfies Notice };
  }
};

const wordsIn = (form: Record<string, unknown>, name: string): string => {
  const given = form[name];
  return typeof given === 'string' ? given : '';
};
