import {
  degrees,
  EncryptedPDFError,
  PageSizes,
  ParseSpeeds,
  PDFArray,
  PDFDocument,
  type PDFPage,
  PDFStream,
} from '@cantoo/pdf-lib';
import { turnOf } from './jpeg-orientation.ts';

/** Pixels of a picture that is unpacked in memory: 50 million are 200 MB. */
const MOST_PIXELS = 50_000_000;

/** Why a PDF is refused. */
export type PdfFault = 'locked' | 'damaged' | 'blank';

/** What is done with PDFs in a thread of its own: their parser blocks, and follows whatever a hostile file tells it. */
export const pdfTasks = {
  /** The number of pages, at least one of them with something on it. */
  count: async (content: Uint8Array): Promise<number | PdfFault> => {
    try {
      const document = await PDFDocument.load(content, { parseSpeed: ParseSpeeds.Fastest, updateMetadata: false });
      const pages = document.getPages();
      return pages.some(hasSomething) ? pages.length : 'blank';
    } catch (error) {
      return error instanceof EncryptedPDFError ? 'locked' : 'damaged';
    }
  },

  /** Pictures as the pages of one PDF, each as large as A4 allows; or the numbers of those that cannot be read. */
  join: async (pictures: { content: Uint8Array }[]): Promise<Uint8Array | number[]> => {
    // Without the time of day the same pictures make the same bytes, however often they are joined.
    const document = await PDFDocument.create({ updateMetadata: false });
    const bad: number[] = [];
    for (const [index, { content }] of pictures.entries()) {
      await addPicture(document, content).catch(() => bad.push(index + 1));
    }
    return bad.length ? bad : document.save();
  },
};
export type PdfTasks = typeof pdfTasks;

/** Whether anything is drawn on a page, or laid over it (a seal may be an annotation). */
const hasSomething = ({ node }: PDFPage): boolean => {
  if (node.Annots()?.size()) return true;
  const contents = node.Contents();
  if (!contents) return false;
  const parts = contents instanceof PDFArray ? contents.asArray().map((part) => node.context.lookup(part)) : [contents];
  return parts.some((part) => part instanceof PDFStream && part.getContentsSize() > 0);
};

const addPicture = async (document: PDFDocument, content: Uint8Array): Promise<void> => {
  const isPng = content[0] === 0x89;
  if (isPng) {
    const head = new DataView(content.buffer, content.byteOffset, content.byteLength);
    if (head.getUint32(16) * head.getUint32(20) > MOST_PIXELS) throw new RangeError('too many pixels');
  }
  const picture = isPng ? await document.embedPng(content) : await document.embedJpg(content);
  const [short, long] = PageSizes.A4;
  const size: [number, number] = picture.width > picture.height ? [long, short] : [short, long];
  const { width, height } = picture.scaleToFit(...size);
  const page = document.addPage(size);
  page.drawImage(picture, { x: (size[0] - width) / 2, y: (size[1] - height) / 2, width, height });
  // The page is turned, not the picture: a viewer shows it upright and prints it so.
  if (!isPng) page.setRotation(degrees(turnOf(content)));
};
