import { type Answer, type Platform, refuse } from './platform.ts';
import type { Chat } from './store.ts';
import type { GroupState, Reach } from './types.ts';

type Reason = [code: number, msg: string];

const NO_AVAILABILITY: Reason = [230013, 'Bot has NO availability to this user.'];
const DENIED: Reason = [230035, 'Send Message Permission deny.'];

const PEOPLE: Record<Exclude<Reach, 'reachable'>, Reason> = {
  left: NO_AVAILABILITY,
  out_of_range: NO_AVAILABILITY,
  disabled: NO_AVAILABILITY,
  other_tenant: [230038, 'Cross tenant p2p chat operate forbid.'],
  opted_out: [230053, 'The user has stopped the bot from sending messages.'],
  blocked: DENIED,
};

const GROUPS: Record<GroupState, Reason> = {
  without_bot: [230002, 'Bot/User can NOT be out of the chat.'],
  dissolved: [232009, 'Your request specifies a chat which has already been dissolved.'],
  restricted: [230018, 'These operations are NOT allowed at current group settings.'],
  muted: DENIED,
};

/** Who may still not be spoken to, although what was said before can be changed and read. */
const ONLY_SPEECH: (Reach | GroupState)[] = ['opted_out', 'blocked', 'restricted', 'muted'];

/** Why the bot may not speak in a chat, or not even touch what stands there; the one place that knows. */
export function barred({ store, options }: Platform, chat: Chat, doing: 'speak' | 'touch'): Answer | undefined {
  const person = personOf(chat);
  const state = person ? store.reachOf(person) : chat.state;
  if (!state || state === 'reachable' || (doing === 'touch' && ONLY_SPEECH.includes(state))) return undefined;
  const [code, msg] = person ? PEOPLE[state as keyof typeof PEOPLE] : GROUPS[state as GroupState];
  // The error table has two codes for a person who left, and does not say when which of them comes.
  if (state === 'left' && options.profile === 'harsh') return refuse(230029, 'User has resigned.', { person });
  return refuse(code, msg, { person });
}

/** The other side of a direct chat. */
export function personOf(chat: Chat | undefined): string | undefined {
  return chat?.type === 'p2p' ? chat.members[0] : undefined;
}
