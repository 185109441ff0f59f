import { type ScopeData, type TemplateContext, TemplateExtension } from 'easy-template-x';

/**
 * Keeps rare characters (𠮷, 𬱖 …) whole. JSZip, which packs the file, cuts a string into blocks of 16,384 code units and
 * encodes each by itself, so that a character of two units which lies across a cut is destroyed
 * (https://github.com/Stuk/jszip/pull/963). Bytes may be cut anywhere: parts are encoded here, before they are packed.
 */
export class WholeCharacters extends TemplateExtension {
  override execute(_data: ScopeData, { docx }: TemplateContext): void {
    const zip = docx.rawZipFile;
    const setFile = zip.setFile.bind(zip);
    zip.setFile = (path, content) =>
      setFile(path, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
  }
}
