import { parseForm } from './http.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import type { FeishuOptions, StoredFile } from './types.ts';

const MAX_FILE = 30 * 1024 * 1024;
const MAX_IMAGE = 10 * 1024 * 1024;
const MAX_DOWNLOAD = 100 * 1024 * 1024;
const FILE_TYPES = ['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream'];

/** POST im/v1/files, multipart: file_type, file_name, file (1 byte to 30 MB). */
export async function uploadFile({ store }: Platform, { request, raw }: ApiRequest): Promise<Answer> {
  const form = await parseForm(request, raw).catch(() => undefined);
  const file = form?.get('file');
  const name = form?.get('file_name');
  if (!form || !(file instanceof Blob) || typeof name !== 'string' || name === '')
    return refuse(234001, 'Invalid request param.');
  const fileType = String(form.get('file_type'));
  if (!FILE_TYPES.includes(fileType)) return refuse(234001, 'Invalid request param: file_type');
  const wrong = wrongSize(file.size, MAX_FILE);
  if (wrong) return wrong;
  const bytes = Buffer.from(await file.arrayBuffer());
  const { key } = store.addFile({ kind: 'file', name, bytes, by: 'bot', fileType });
  return { code: 0, msg: 'success', data: { file_key: key }, summary: `${name}, ${bytes.length} bytes` };
}

/** POST im/v1/images, multipart: image_type, image (1 byte to 10 MB). */
export async function uploadImage({ store }: Platform, { request, raw }: ApiRequest): Promise<Answer> {
  const form = await parseForm(request, raw).catch(() => undefined);
  const image = form?.get('image');
  if (!form || !(image instanceof Blob) || !['message', 'avatar'].includes(String(form.get('image_type'))))
    return refuse(234001, 'Invalid request param.');
  const wrong = wrongSize(image.size, MAX_IMAGE);
  if (wrong) return wrong;
  const bytes = Buffer.from(await image.arrayBuffer());
  const { key } = store.addFile({ kind: 'image', name: 'image', bytes, by: 'bot' });
  return { code: 0, msg: 'success', data: { image_key: key }, summary: `${bytes.length} bytes` };
}

/** GET im/v1/messages/:id/resources/:key?type=file|image: only what stands in that very message, at most 100 MB. */
export function download({ store, options }: Platform, { params, query }: ApiRequest): Answer {
  const [messageId, key] = params;
  const message = store.messages.get(messageId!);
  const type = query.get('type');
  if (!message || (type !== 'file' && type !== 'image')) return refuse(234001, 'Invalid request param.');
  const told = { messageId, person: message.sender };
  if (store.chats.get(message.chatId)?.state === 'without_bot') return refuse(234004, 'App not in chat.', told);
  if (message.recalled) return refuse(230110, 'Action unavailable as the message has been deleted.', told);
  if (message.type === 'interactive') return refuse(234043, 'Unsupported message type.', told);
  const file = store.files.get(key!);
  if (!file || message.fileKey !== key || file.kind !== type) return refuse(234003, 'File not in message.', told);
  return { ...bytesOf(file, options), ...told };
}

/** GET im/v1/files/:key and im/v1/images/:key: only what the app itself uploaded; what people send comes with its message. */
export function getOwnFile(kind: 'file' | 'image') {
  return ({ store, options }: Platform, { params }: ApiRequest): Answer => {
    const file = store.files.get(params[0]!);
    if (file?.kind !== kind) return refuse(234005, 'Image has been deleted');
    if (file.by !== 'bot') return refuse(234008, 'The app is not the resource sender');
    return bytesOf(file, options);
  };
}

/** What a person put into a chat, or the app uploaded, as it goes down the wire; over 100 MB it does not. */
function bytesOf(file: StoredFile, { maxDownloadBytes = MAX_DOWNLOAD }: FeishuOptions): Answer {
  if (file.bytes.length > maxDownloadBytes) return refuse(234037, 'Downloaded file size exceeds limit.');
  const headers = {
    'content-type': file.kind === 'image' ? 'image/png' : 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
  return { code: 0, msg: 'ok', bytes: file.bytes, headers, summary: `${file.name}, ${file.bytes.length} bytes` };
}

function wrongSize(size: number, max: number): Answer | undefined {
  if (size === 0) return refuse(234010, "File's size can't be 0.");
  if (size > max) return refuse(234006, 'The file size exceed the max value.');
  return undefined;
}
