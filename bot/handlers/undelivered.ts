import { mustOperate } from '../../services/people/roles.ts';
import { dropParked, retryParked } from '../../services/undelivered.ts';
import { type Handler, saved } from './handler.ts';

const settled = { type: 'info', content: '这一条已经处理过了' } as const;

export const listUndelivered: Handler<'undelivered.list'> = async ({ operators, who }, { page }) => {
  mustOperate(operators, who);
  return { show: { kind: 'undelivered', page: Math.max(1, page) } };
};

export const retryUndelivered: Handler<'undelivered.retry'> = async (scene, { message, page }) => {
  mustOperate(scene.operators, scene.who);
  const again = await retryParked(scene.tx, scene.enqueue, { id: message });
  return { toast: again ? saved('马上再发一次') : settled, show: { kind: 'undelivered', page, flash: AGAIN } };
};

export const retryAllUndelivered: Handler<'undelivered.retryAll'> = async (scene, { which }) => {
  mustOperate(scene.operators, scene.who);
  const again = await retryParked(scene.tx, scene.enqueue, which);
  return { toast: again ? saved('正在重新发送') : settled, show: { kind: 'undelivered', page: 1, flash: AGAIN } };
};

const AGAIN = '正在重新发送。仍然没有送达的会再出现在这里。';

export const dropUndelivered: Handler<'undelivered.drop'> = async ({ tx, operators, who }, { message, page }) => {
  mustOperate(operators, who);
  const dropped = await dropParked(tx, message);
  return { toast: dropped ? saved('不再发送') : settled, show: { kind: 'undelivered', page } };
};
