import { findPerson, idTypeOf } from './api-people.ts';
import { barred } from './api-reach.ts';
import { isObject } from './http.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import { newId } from './store.ts';

const MAX_PEOPLE = 20;
const NO_PERMISSION = '1';
const DUPLICATE = '4';

/** POST im/v2/app_feed_card?user_id_type: an entry in the message list of up to 20 people; who cannot get it is told apart. */
export function createFeedCard(platform: Platform, { query, body }: ApiRequest): Answer {
  const { store, tenant } = platform;
  const idType = idTypeOf(query);
  const ids = Array.isArray(body.user_ids) ? body.user_ids.map(String) : [];
  const card = isObject(body.app_feed_card) ? body.app_feed_card : {};
  const wrong = idType ? faultOf(card, ids) : 'user_id_type';
  if (wrong) return refuse(230001, `param is invalid: ${wrong}`);
  const bizId = String(card.biz_id ?? newId(''));
  const failed_cards: { biz_id: string; user_id: string; reason: string }[] = [];
  for (const id of ids) {
    const person = findPerson(platform, idType!, id)?.openId;
    const chat = person && store.p2pOf(person);
    if (!chat || barred(platform, chat, 'speak'))
      failed_cards.push({ biz_id: bizId, user_id: id, reason: NO_PERMISSION });
    else if (tenant.feed.some((one) => one.bizId === bizId && one.person === person))
      failed_cards.push({ biz_id: bizId, user_id: id, reason: DUPLICATE });
    else {
      const [title, preview] = [String(card.title ?? ''), String(card.preview ?? '')];
      tenant.feed.push({ bizId, person, title, preview, at: store.now().getTime() });
    }
  }
  return { code: 0, msg: 'success', data: { failed_cards, biz_id: bizId }, summary: `feed card ${String(card.title)}` };
}

/** The first field that breaks its documented length, or undefined. */
function faultOf(card: Record<string, unknown>, ids: string[]): string | undefined {
  const label = isObject(card.status_label) ? card.status_label : undefined;
  const link = isObject(card.link) ? card.link.link : undefined;
  const buttons = isObject(card.buttons) && Array.isArray(card.buttons.buttons) ? card.buttons.buttons : [];
  const limits: [field: string, value: unknown, min: number, max: number][] = [
    ['user_ids', ids, 1, MAX_PEOPLE],
    ['biz_id', card.biz_id ?? '', 0, 200],
    ['title', card.title ?? '', 0, 60],
    ['preview', card.preview ?? '', 0, 120],
    ['status_label.text', label ? label.text : '-', 1, 20],
    ['buttons', buttons, 0, 2],
    ...buttons.map((one) => ['buttons.text', one?.text?.text, 1, 30] as [string, unknown, number, number]),
    ['link', link, 1, 700],
  ];
  const broken = limits.find(([, value, min, max]) => {
    const length = typeof value === 'string' || Array.isArray(value) ? value.length : -1;
    return length < min || length > max;
  });
  return broken?.[0] ?? (String(link).startsWith('https://') ? undefined : 'link');
}
