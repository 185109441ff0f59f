import { TemplateHandler } from 'easy-template-x';
import { printable } from './printable.ts';
import { WholeCharacters } from './whole-characters.ts';

/** The one row of Annex 2, in full. */
export type Annex2 = {
  unit: string;
  name: string;
  position: string;
  officePhone: string;
  mobile: string;
  email: string;
};

/** The Word table of one department: the tags of the template replaced, texts literally. */
export const annex2Docx = (template: Uint8Array, row: Annex2): Promise<Buffer> => {
  const handler = new TemplateHandler({ extensions: { afterCompilation: [new WholeCharacters()] } });
  const { unit, name, position, officePhone, mobile, email } = row;
  const texts = { unit, name, position, officePhone, mobile, email };
  return handler.process(
    Buffer.from(template),
    Object.fromEntries(Object.entries(texts).map(([tag, text]) => [tag, printable(text)])),
  );
};
