import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';

const ID_LENGTH = 27;

/** GET docx/v1/documents/:id/raw_content: the plain text of a document that was shared with the app. */
export function rawContent({ tenant }: Platform, { params }: ApiRequest): Answer {
  const id = params[0]!;
  if (id.length !== ID_LENGTH) return refuse(99992402, `field validation failed: document_id, ${ID_LENGTH} characters`);
  const found = tenant.documents.find(({ documentId }) => documentId === id);
  if (!found) return refuse(1770002, 'not found', { status: 404 });
  if (!found.shared) return refuse(1770032, 'forbidden', { status: 403 });
  if (found.tooLarge) return refuse(1770033, 'raw content size exceed limited');
  return { code: 0, msg: 'success', data: { content: found.text }, summary: `document ${found.title}` };
}

/** GET wiki/v2/spaces/get_node?token&obj_type: the document behind a node of a wiki, or the node of a document. */
export function wikiNode({ tenant }: Platform, { query }: ApiRequest): Answer {
  const token = query.get('token') ?? '';
  const byNode = (query.get('obj_type') ?? 'wiki') === 'wiki';
  if (token === '') return refuse(131002, 'param err: token is required');
  const found = tenant.documents.find((one) => one.wikiToken && token === (byNode ? one.wikiToken : one.documentId));
  if (!found) return refuse(131005, 'not found');
  if (!found.shared) return refuse(131006, 'permission denied: node permission denied, tenant needs read permission.');
  const { documentId, wikiToken, title } = found;
  const node = { node_token: wikiToken, obj_token: documentId, obj_type: 'docx', node_type: 'origin', title };
  return { code: 0, msg: 'success', data: { node }, summary: `wiki node ${title}` };
}
