import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actions } from './actions.ts';
import { CARD_LIFE_MS } from './api-messages.ts';
import { enteredValue, isControl, type Part, partsOf } from './card-parts.ts';
import { chosenAs, click, type Outcome } from './clicks.ts';
import type { Deliveries } from './delivery.ts';
import { isObject, parseForm, parseObject, readBody, sendJson, sendStatic } from './http.ts';
import { createInspector } from './inspector.ts';
import type { Platform } from './platform.ts';
import type { Card, Person } from './types.ts';

const COLORS = ['#3370ff', '#00b96b', '#7b61ff', '#ff7d00', '#f5319d', '#14c0ff', '#d83931', '#8f959e'];
/** Versions of one card whose buttons still work on a page that shows them. */
const VERSIONS_KEPT = 8;

/** The page's own HTTP interface beside /open-apis: state, what a person does, and a stream of changes. */
export function createConsole(deps: { platform: Platform; deliveries: Deliveries; actions: Actions }) {
  const { platform, deliveries, actions } = deps;
  const { store, options } = platform;
  const inspector = createInspector(platform);
  const streams = new Set<ServerResponse>();
  const readUpTo = new Map<string, number>();
  /** The cards given to the pages, by message, oldest first: a page that has not heard of a change still shows an older one. */
  const given = new Map<string, Card[]>();
  const stopWatching = store.watch((change) => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify(change)}\n\n`);
  });

  const personOf = (openId: unknown): Person | undefined => store.people.get(String(openId));
  const chatOf = (person: Person) => store.p2pOf(person.openId)!;

  function describe(person: Person) {
    const { openId, name, role = '' } = person;
    const { chatId } = chatOf(person);
    const seen = readUpTo.get(openId) ?? 0;
    const unread = store.messagesIn(chatId).filter((message) => message.from === 'bot' && message.seq > seen).length;
    const avatarColor = COLORS[[...store.people.keys()].indexOf(openId) % COLORS.length];
    return { openId, name, role, avatarColor, chatId, unread };
  }

  function state(person: Person) {
    readUpTo.set(person.openId, store.seq());
    const now = store.now().getTime();
    for (const { messageId, card } of store.messagesIn(chatOf(person).chatId)) {
      const versions = given.get(messageId) ?? [];
      if (card && versions.at(-1) !== card) given.set(messageId, [...versions.slice(1 - VERSIONS_KEPT), card]);
    }
    const messages = store.messagesIn(chatOf(person).chatId).map((message) => ({
      ...message,
      expired: message.type === 'interactive' && now - message.at > CARD_LIFE_MS,
    }));
    return { person: describe(person), messages, now };
  }

  async function clickFrom(person: Person, body: Record<string, unknown>): Promise<Outcome> {
    const message = store.messages.get(String(body.messageId));
    if (!message?.card) return { error: { code: 0, words: '卡片不存在' } };
    // As a real client does, the page sends the click of the card it shows, which may be older than the message.
    const shown = [message.card, ...(given.get(message.messageId) ?? []).toReversed()];
    const part = shown.map((card) => findPart(card, body)).find((found) => found !== undefined);
    if (!part) return { error: { code: 0, words: '卡片已更新，请重试' } };
    const entered = enteredIn(part, isObject(body.formValue) ? body.formValue : {});
    const chosen =
      body.option === undefined ? undefined : chosenAs(part.element, enteredValue(part.element, body.option));
    const outcome = await click(platform, deliveries, person, message, { part, entered, chosen });
    const { toast, error } = outcome;
    return { toast, error };
  }

  async function receiveFiles(request: IncomingMessage, raw: Buffer, response: ServerResponse) {
    const form = await parseForm(request, raw);
    const person = personOf(form.get('person'));
    if (!person) return sendJson(response, 404, { error: 'unknown person' });
    const sent: { messageId: string }[] = [];
    for (const file of form.values()) {
      if (!(file instanceof File)) continue;
      const kind = /^image\/(png|jpeg)$/.test(file.type) ? 'image' : 'file';
      const bytes = Buffer.from(await file.arrayBuffer());
      const { key } = store.addFile({ kind, name: file.name, bytes, by: person.openId });
      const { messageId } = await actions.write(person, chatOf(person), { fileKey: key });
      sent.push({ messageId });
    }
    return sendJson(response, 200, sent);
  }

  function sendFile(url: URL, response: ServerResponse) {
    const file = store.files.get(decodeURIComponent(url.pathname.slice('/console/file/'.length)));
    if (!file) return sendJson(response, 404, { error: 'unknown file' });
    const name = encodeURIComponent(url.searchParams.get('name') ?? file.name);
    const type = file.kind === 'image' ? 'image/png' : 'application/octet-stream';
    const disposition = `${file.kind === 'image' ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`;
    response.writeHead(200, { 'content-type': type, 'content-disposition': disposition });
    response.end(file.bytes);
  }

  function stream(request: IncomingMessage, response: ServerResponse) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write(': open\n\n');
    streams.add(response);
    request.on('close', () => streams.delete(response));
  }

  const acts: Record<string, (person: Person, body: Record<string, unknown>) => Promise<unknown>> = {
    enter: async (person) => {
      await actions.enter(person);
      return {};
    },
    say: async (person, body) => {
      const replyTo = body.replyTo === undefined ? undefined : String(body.replyTo);
      const { messageId } = await actions.write(person, chatOf(person), { text: String(body.text) }, replyTo);
      return { messageId };
    },
    click: clickFrom,
    recall: async (person, body) => {
      await actions.recall(person, String(body.messageId));
      return {};
    },
    read: async (person) => {
      await actions.read(person);
      return {};
    },
    react: async (person, body) => {
      await actions.react(person, String(body.messageId), String(body.emoji));
      return {};
    },
    unreact: async (person, body) => {
      await actions.unreact(person, String(body.messageId), String(body.emoji));
      return {};
    },
  };

  return {
    async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const url = new URL(request.url ?? '/', 'http://local');
      const path = url.pathname;
      if (request.method === 'GET') {
        const person = personOf(url.searchParams.get('person'));
        if (path === '/console/people') return sendJson(response, 200, [...store.people.values()].map(describe));
        if (path === '/console/app') return sendJson(response, 200, { name: options.appName ?? '机器人' });
        if (path === '/console/events') return stream(request, response);
        if (path === '/console/state')
          return person ? sendJson(response, 200, state(person)) : sendJson(response, 404, {});
        if (path.startsWith('/console/file/')) return void sendFile(url, response);
        const seen = await inspector.answer('GET', url, {});
        if (seen) return sendJson(response, seen.status ?? 200, seen.body);
        if (options.pageDir) return sendStatic(response, options.pageDir, path);
      }
      const raw = await readBody(request);
      if (request.method === 'POST' && path === '/console/file') return receiveFiles(request, raw, response);
      const body = parseObject(raw);
      const done = await inspector.answer(request.method ?? '', url, body);
      if (done) return sendJson(response, done.status ?? 200, done.body);
      const act = request.method === 'POST' ? acts[path.replace('/console/', '')] : undefined;
      if (!act) return sendJson(response, 404, { error: 'not found' });
      const person = personOf(body.person);
      return person
        ? sendJson(response, 200, await act(person, body))
        : sendJson(response, 404, { error: 'unknown person' });
    },
    close() {
      stopWatching();
      for (const stream of streams) stream.end();
    },
  };
}

/** Finds what the page says was clicked: by name and form, else by the callback value of the element. */
function findPart(card: Card, body: Record<string, unknown>): Part | undefined {
  const parts = partsOf(card).filter(({ form }) => (form?.name ?? '') === (body.formName ?? ''));
  const tagged = parts.filter(({ element }) => body.tag === undefined || element.tag === body.tag);
  if (body.name) return tagged.find(({ element }) => element.name === body.name);
  if (body.value === undefined) return tagged.length === 1 ? tagged[0] : undefined;
  const value = JSON.stringify(body.value);
  return tagged.find(({ element }) =>
    (element.behaviors ?? []).some((behavior: { value?: unknown }) => JSON.stringify(behavior.value) === value),
  );
}

/** The page may send dates as typed; the platform's form_value carries the zone. */
function enteredIn(part: Part, given: Record<string, unknown>): Record<string, unknown> {
  const controls = part.form ? partsOf({ elements: part.form.elements }).map(({ element }) => element) : [];
  const filled = controls.filter((control) => isControl(control) && given[control.name] !== undefined);
  return Object.fromEntries(filled.map((control) => [control.name, enteredValue(control, given[control.name])]));
}
