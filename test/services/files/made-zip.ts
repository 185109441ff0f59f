import { Zip } from 'easy-template-x';

/** An archive of these parts, packed. */
export const zipOf = async (parts: Record<string, string | Buffer>): Promise<Buffer> => {
  const zip = await Zip.load(Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'));
  for (const [name, content] of Object.entries(parts)) zip.setFile(name, content);
  return (await zip.export(Buffer as never)) as unknown as Buffer;
};

/** What sniffing needs of a Word file. */
export const wordParts = { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>' };

/** An Office file of the old kind, as far as its streams' names tell. */
export const oleOf = (...streams: string[]): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(streams.join(' '), 'utf16le')]);
