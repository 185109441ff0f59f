import {
  degrees,
  EncryptedPDFError,
  PageSizes,
  ParseSpeeds,
  PDFArray,
  PDFDocument,
  type PDFImage,
  PDFName,
  type PDFPage,
  PDFStream,
} from '@cantoo/pdf-lib';
import { jpegFault, type PictureFault } from './jpeg-fault.ts';
import { orientationOf } from './jpeg-orientation.ts';
import { pngFault } from './png-fault.ts';

/** Why a PDF is refused. */
export type PdfFault = 'locked' | 'damaged' | 'blank';

/** What is done with PDFs and pictures in a thread of its own: their parser blocks, and follows whatever a hostile file tells it. */
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

  /** Whether a JPEG or PNG can be shown from its first to its last row. */
  picture: async (content: Uint8Array): Promise<PictureFault | 'sound'> => faultOf(content) ?? 'sound',

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
  if (faultOf(content)) throw new Error('not a sound picture');
  const isPng = content[0] === 0x89;
  const picture = isPng ? await document.embedPng(content) : await document.embedJpg(content);
  if (!isPng) await setColours(document, picture, content);
  const { turn, mirrored } = isPng ? { turn: 0, mirrored: false } : orientationOf(content);
  const [short, long] = PageSizes.A4;
  const size: [number, number] = picture.width > picture.height ? [long, short] : [short, long];
  const { width, height } = picture.scaleToFit(...size);
  const page = document.addPage(size);
  const [x, y] = [(size[0] - width) / 2, (size[1] - height) / 2];
  page.drawImage(picture, mirrored ? { x: x + width, y, width: -width, height } : { x, y, width, height });
  // The page is turned, not the picture: a viewer shows it upright and prints it so.
  page.setRotation(degrees(turn));
};

const faultOf = (content: Uint8Array): PictureFault | undefined =>
  content[0] === 0x89 ? pngFault(content) : jpegFault(content);

/** The four inks of a JPEG count from full to none only where Adobe's mark says so; the library takes that for granted. */
const setColours = async (document: PDFDocument, picture: PDFImage, jpeg: Uint8Array): Promise<void> => {
  if (Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength).includes(ADOBE)) return;
  await picture.embed();
  document.context.lookup(picture.ref, PDFStream).dict.delete(PDFName.of('Decode'));
};

const ADOBE = Buffer.from('ffee000e41646f6265', 'hex');
