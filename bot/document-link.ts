import { countWords } from '../services/form/count.ts';

const LINK =
  /https:\/\/[\w.-]+\.(?:feishu\.cn|larksuite\.com|larkoffice\.com)\/(docx|wiki)\/([A-Za-z0-9]+)[\w\-./?=&%#]*/g;

/** The Feishu documents a text links to, each once, as `docx:<id>` or `wiki:<node>`. */
export const documentsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(LINK)].map(([, kind, token]) => `${kind}:${token}`)),
];

/** Beside a link a few words only say what it is; more of them are a text of their own. In 字. */
const COVERING_WORDS = 40;

/** What a message says itself, without the links to documents and the words that go with them. */
export const ownWords = (text: string): string => {
  if (!documentsIn(text).length) return text;
  const rest = text.replaceAll(LINK, '').trim();
  return countWords(rest) > COVERING_WORDS ? rest : '';
};
