import { Zip } from 'easy-template-x';

/** Every XML part of a .docx file by its path. */
export async function partsOf(docx: Buffer): Promise<Record<string, string>> {
  const zip = await Zip.load(docx);
  const paths = zip.listFiles().filter((path) => /\.(xml|rels)$/.test(path));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await zip.getFile(path).getContentText()] as const)),
  );
}

/** The main document's XML. */
export async function documentOf(docx: Buffer): Promise<string> {
  return (await partsOf(docx))['word/document.xml']!;
}

/** The words of a piece of XML, without any mark-up. */
export function wordsOf(xml: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };
  return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
    .map(([, text]) => text!.replace(/&(lt|gt|amp|apos|quot);/g, (_, name: string) => entities[name]!))
    .join('');
}

/** All elements of a name, those nested in themselves excepted: Annex 1 has no table within a table. */
export function elementsOf(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<${name}(?: [^>]*)?>.*?</${name}>`, 'gs')) ?? [];
}
