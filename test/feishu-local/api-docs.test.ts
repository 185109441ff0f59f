import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, feishu } from './bot.ts';

const ID = 'doxcnabcdefghijklmnopqrstuv';
const DOCUMENT = { documentId: ID, title: '工作方案', text: '一、目标\n', shared: true, wikiToken: 'wikcn1' };

async function world(change: object = {}) {
  const local = await feishu({ clock: createVirtualClock(AUGUST) });
  local.tenant.documents.push({ ...DOCUMENT, ...change });
  const client = await api(local);
  return {
    read: (id: string) => client.call('GET', `docx/v1/documents/${id}/raw_content`),
    node: (query: string) => client.call('GET', `wiki/v2/spaces/get_node?${query}`),
  };
}

test('the plain text of a shared document can be read, also by way of a wiki', async () => {
  const { read, node } = await world();
  const { body } = await node('token=wikcn1');
  expect(body.data.node).toMatchObject({ obj_token: ID, obj_type: 'docx', title: '工作方案' });
  expect((await read(body.data.node.obj_token)).body.data).toEqual({ content: '一、目标\n' });
  expect((await node(`token=${ID}&obj_type=docx`)).body.data.node.node_token).toBe('wikcn1');
});

test.each<[string, object, string, number, number]>([
  ['not shared with the app', { shared: false }, ID, 403, 1770032],
  ['too large', { tooLarge: true }, ID, 400, 1770033],
  ['unknown', {}, 'x'.repeat(27), 404, 1770002],
  ['an id that is not of 27 characters', {}, 'short', 400, 99992402],
])('a document is refused: %s', async (_, change, id, status, code) => {
  const { read } = await world(change);
  expect(await read(id)).toMatchObject({ status, body: { code } });
});

test.each<[string, object, string, number]>([
  ['unknown', {}, 'token=wikcn2', 131005],
  ['not shared with the app', { shared: false }, 'token=wikcn1', 131006],
  ['without a token', {}, '', 131002],
])('a node of a wiki is refused: %s', async (_, change, query, code) => {
  const { node } = await world(change);
  expect(await node(query)).toMatchObject({ status: 400, body: { code } });
});

test('documents are read 5 times a second, and the sixth is HTTP 400; nodes 100 times a minute', async () => {
  const { read, node } = await world();
  for (let count = 0; count < 5; count += 1) expect((await read(ID)).status).toBe(200);
  const refused = await read(ID);
  expect(refused).toMatchObject({ status: 400, body: { code: 99991400 } });
  expect(refused.headers.get('x-ogw-ratelimit-reset')).toBe('1');
  for (let count = 0; count < 100; count += 1) expect((await node('token=wikcn1')).status).toBe(200);
  expect(await node('token=wikcn1')).toMatchObject({ status: 429, body: { code: 99991400 } });
});
