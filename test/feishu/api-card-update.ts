import { isObject, parseJson } from './http.ts';
import { refusalOf } from './message-content.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import type { Store } from './store.ts';
import type { Message, UpdateToken } from './types.ts';

const TOKEN_LIFE_MS = 30 * 60 * 1000;
const TOKEN_USES = 2;
/** Turns of the event loop in which an answer that has been sent is sure to be read. */
const TURNS = 20;

/**
 * POST interactive/v1/card/update {token, card}: a new card for the one that was clicked, within 30 minutes, twice, and only
 * after the click was answered. What comes earlier is taken and undone when the answer arrives. Every call with a good
 * token is one of its uses.
 */
export async function updateCard(platform: Platform, { body, raw }: ApiRequest): Promise<Answer> {
  const { store } = platform;
  if (!isObject(parseJson(raw.toString('utf8')))) return refuse(100030, 'the request is not valid JSON');
  const token = store.updateTokens.get(String(body.token));
  const told = token && concerned(store, token);
  if (!/^c-[0-9a-f]+$/.test(String(body.token))) return refuse(300020, 'the format of the token is wrong');
  if (!token || store.now().getTime() - token.at > TOKEN_LIFE_MS) return refuse(300030, 'the token is invalid', told);
  if (token.uses >= TOKEN_USES) return refuse(300040, 'the token has been used up', told);
  token.uses += 1;
  const message = store.messages.get(token.messageId)!;
  if (message.recalled) return refuse(200000, 'the card has been recalled', told);
  // A forwarded copy is a message of the person who forwarded it.
  if (message.from !== 'bot') return refuse(200310, 'cards of others can not be updated', told);
  if (!isObject(body.card)) return refuse(10002, 'card is required', told);
  const fault = refusalOf(platform, body.card);
  if (fault?.code === 230025) return refuse(100000, 'the card is too large', told);
  if (fault) return refuse(11311, `ErrCode: ${fault.code}; ErrMsg: ${fault.message}, path: ${fault.path}`, told);

  for (let turn = 0; !token.answered && turn < TURNS; turn += 1) await new Promise(setImmediate);
  if (token.answered && store.locked.has(message.messageId)) return refuse(11310, 'card action is lock', told);
  if (!token.answered) {
    store.violate('card updated before its click was answered', message.messageId);
    token.before ??= message.card;
  }
  store.replaceCard(message, body.card);
  return { code: 0, msg: 'ok', ...told };
}

/** Ends the time in which an update is too early, and undoes one that was. */
export function closeClick(store: Store, message: Message, token: UpdateToken): void {
  token.answered = true;
  if (token.before) store.replaceCard(message, token.before);
}

function concerned(store: Store, { messageId }: UpdateToken): Partial<Answer> {
  const members = store.chats.get(store.messages.get(messageId)?.chatId ?? '')?.members ?? [];
  return { messageId, person: members.length === 1 ? members[0] : undefined };
}
