import { expect, test } from 'vitest';
import { api, bot, button, card, feishu, LI } from './bot.ts';

const pdf = { file_type: 'pdf', file_name: '备案表.pdf' };
const MB = 1024 * 1024;

test('an uploaded file can be sent and reaches the person whole', async () => {
  const local = await feishu();
  const client = await api(local);
  const { status, body } = await client.form('im/v1/files', { ...pdf, file: new Blob(['内容']) });
  expect(status).toBe(200);
  await client.send(LI, 'file', { file_key: body.data.file_key });
  const file = await local.as(LI).expectFile('备案表');
  expect([file.name, file.bytes.toString()]).toEqual(['备案表.pdf', '内容']);
});

test('an uploaded picture can be sent and stand in a card', async () => {
  const local = await feishu();
  const client = await api(local);
  const { body } = await client.form('im/v1/images', { image_type: 'message', image: new Blob(['png']) });
  expect((await client.send(LI, 'image', { image_key: body.data.image_key })).status).toBe(200);
  const alt = { tag: 'plain_text', content: '印章' };
  expect((await client.card(LI, card({ tag: 'img', img_key: body.data.image_key, alt }))).status).toBe(200);
  expect((await client.send(LI, 'file', { file_key: body.data.image_key })).body.code).toBe(230017);
});

test.each<[string, string, Record<string, string | Blob>, number]>([
  ['an empty file', 'im/v1/files', { ...pdf, file: new Blob([]) }, 234010],
  ['a file over 30 MB', 'im/v1/files', { ...pdf, file: new Blob([Buffer.alloc(30 * MB + 1)]) }, 234006],
  ['a file without a name', 'im/v1/files', { file_type: 'pdf', file: new Blob(['x']) }, 234001],
  ['an unknown file type', 'im/v1/files', { ...pdf, file_type: 'zip', file: new Blob(['x']) }, 234001],
  ['no file', 'im/v1/files', pdf, 234001],
  ['an empty picture', 'im/v1/images', { image_type: 'message', image: new Blob([]) }, 234010],
  [
    'a picture over 10 MB',
    'im/v1/images',
    { image_type: 'message', image: new Blob([Buffer.alloc(10 * MB + 1)]) },
    234006,
  ],
  ['an unknown picture type', 'im/v1/images', { image_type: 'poster', image: new Blob(['x']) }, 234001],
])('%s is refused', async (_, path, fields, code) => {
  const client = await api(await feishu());
  expect(await client.form(path, fields)).toMatchObject({ status: 400, body: { code } });
});

test('a file of exactly 30 MB is taken', async () => {
  const client = await api(await feishu());
  const file = new Blob([Buffer.alloc(30 * MB)]);
  expect((await client.form('im/v1/files', { ...pdf, file })).status).toBe(200);
});

test('what a person sends can be downloaded from that very message only', async () => {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  const client = await api(local);
  const li = local.as(LI);
  const fileId = await li.sendFile('申请.docx', Buffer.from('字节'));
  const imageId = await li.sendImage(Buffer.from('png'));
  const [file, image] = its.received.map(({ payload }) => JSON.parse(payload.event.message.content));
  expect(file).toEqual({ file_key: expect.stringMatching(/^file_/), file_name: '申请.docx' });
  expect(image).toEqual({ image_key: expect.stringMatching(/^img_/) });
  const get = (id: string, key: string, type: string) =>
    client.call('GET', `im/v1/messages/${id}/resources/${key}?type=${type}`);

  const found = await get(fileId, file.file_key, 'file');
  expect([found.status, found.text]).toEqual([200, '字节']);
  expect(found.headers.get('content-type')).toBe('application/octet-stream');
  expect((await get(imageId, image.image_key, 'image')).text).toBe('png');

  expect((await get(imageId, file.file_key, 'file')).body.code).toBe(234003);
  expect((await get(fileId, file.file_key, 'image')).body.code).toBe(234003);
  expect((await get(fileId, file.file_key, 'video')).body.code).toBe(234001);
  expect((await get('om_x', file.file_key, 'file')).body.code).toBe(234001);
  const carded = await client.card(LI, card(button('x')));
  expect((await get(carded.body.data.message_id, file.file_key, 'file')).body.code).toBe(234043);
  await li.recall(fileId);
  expect((await get(fileId, file.file_key, 'file')).body.code).toBe(230110);
});

test('files over the limit of downloads are refused', async () => {
  const local = await feishu({ maxDownloadBytes: 4 });
  const its = await bot();
  local.connect(its.webhook);
  const client = await api(local);
  const id = await local.as(LI).sendFile('a.txt', Buffer.from('12345'));
  const key = local.store.messages.get(id)!.fileKey;
  const answer = await client.call('GET', `im/v1/messages/${id}/resources/${key}?type=file`);
  expect(answer).toMatchObject({ status: 400, body: { code: 234037 } });
});

test('the app gets back what it uploaded itself, and nothing that people sent', async () => {
  const local = await feishu();
  local.connect((await bot()).webhook);
  const client = await api(local);
  const { file_key } = (await client.form('im/v1/files', { ...pdf, file: new Blob(['内容']) })).body.data;
  const { image_key } = (await client.form('im/v1/images', { image_type: 'message', image: new Blob(['png']) })).body
    .data;
  expect((await client.call('GET', `im/v1/files/${file_key}`)).text).toBe('内容');
  expect((await client.call('GET', `im/v1/images/${image_key}`)).text).toBe('png');
  const sent = local.store.messages.get(await local.as(LI).sendFile('a.txt', Buffer.from('x')))!;
  expect(await client.call('GET', `im/v1/files/${sent.fileKey}`)).toMatchObject({
    status: 400,
    body: { code: 234008 },
  });
  expect(await client.call('GET', `im/v1/images/${file_key}`)).toMatchObject({ status: 400, body: { code: 234005 } });
});

test('what was uploaded as film or sound is not sent as a file', async () => {
  const client = await api(await feishu());
  for (const file_type of ['mp4', 'opus']) {
    const { body } = await client.form('im/v1/files', { file_type, file_name: 'a', file: new Blob(['x']) });
    const answer = await client.send(LI, 'file', { file_key: body.data.file_key });
    expect(answer).toMatchObject({ status: 400, body: { code: 230055 } });
  }
});
