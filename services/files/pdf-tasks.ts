import { EncryptedPDFError, ParseSpeeds, PDFArray, PDFDocument, type PDFPage, PDFStream } from '@cantoo/pdf-lib';

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
