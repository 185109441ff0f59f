import {
  AlignmentType,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';

/**
 * 四号 is 14 points, which Word counts as 28 half-points, and the notice names the font (填表说明四). Latin letters and
 * digits take the same font: that is the literal reading, and it keeps “ ” and — as wide as the characters around them.
 */
export const FONT = {
  ascii: '仿宋_GB2312',
  hAnsi: '仿宋_GB2312',
  eastAsia: '仿宋_GB2312',
  cs: '仿宋_GB2312',
  hint: 'eastAsia',
};
export const SIZE_4 = 28;
export const SIZE_3 = 32;

/** A4 with the margins of GB/T 9704—2012, in twentieths of a point; the width is what the margins leave for text. */
export const PAGE = { width: 11906, height: 16838, top: 2098, bottom: 1984, left: 1588, right: 1474 };
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

const LINE = { line: 440, lineRule: LineRuleType.EXACT };

/** One run of text. Font and size are written on every run, so that text copied out of the form keeps them. */
export function run(text: string, options: IRunOptions = {}): TextRun {
  return new TextRun({ font: FONT, size: SIZE_4, ...options, text });
}

/** A paragraph with the form's line height, which does not depend on the fonts of the machine that prints it. */
export function paragraph(content: string | readonly ParagraphChild[], options: IParagraphOptions = {}): Paragraph {
  const children = typeof content === 'string' ? [run(content)] : content;
  return new Paragraph({ ...options, children, spacing: { ...LINE, ...options.spacing } });
}

/** A paragraph in the middle of its line, as labels are. */
export function centred(content: string | readonly ParagraphChild[], options: IParagraphOptions = {}): Paragraph {
  return paragraph(content, { ...options, alignment: AlignmentType.CENTER });
}

/** The place of an answer of several paragraphs: the filler repeats this paragraph for each of them. */
export function paragraphsOf(tag: string, options: IParagraphOptions = {}): Paragraph {
  return paragraph(`{#${tag} [loopOver: "paragraph"]}{line}{/${tag}}`, options);
}

/** The look of long text: two characters in from the left, as the bodies of such forms are set. */
export const BODY: IParagraphOptions = {
  alignment: AlignmentType.BOTH,
  indent: { firstLineChars: 200, firstLine: 560 },
};

/** A paragraph too small to see, for the places where Word wants one between or behind tables. */
export function hairline(options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({
    ...options,
    run: { size: 2 },
    spacing: { line: 20, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
  });
}
