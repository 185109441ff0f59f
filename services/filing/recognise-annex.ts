import { oldWord } from '../documents/read-plain-text.ts';
import type { Recogniser } from '../files/recognise.ts';
import { Refusal } from '../refusal.ts';
import { annexProposals } from './annex-proposals.ts';
import { keepBrought } from './brought.ts';
import type { Filing } from './filing.ts';
import type { Found } from './proposals.ts';
import { isEditable } from './status.ts';

/** A 备案表 in the official layout: its answers are offered, section by section. */
export const recogniseAnnex: Recogniser = async ({ kind, name, content }, { filing, now }) => {
  if (!isEditable(filing)) return undefined;
  // Old Word files write Chinese in two bytes each: enough to know the form by, not to read it.
  if (kind === 'doc' && content.includes(Buffer.from('服务网点备案表', 'utf16le'))) throw oldWord();
  const found = kind === 'docx' ? await readable(content, filing) : undefined;
  if (!found) return undefined;
  if (!found.proposals.length) {
    throw new Refusal(
      'annex_blank',
      '这是备案表，但里面没有读出填好的内容。请确认发的是填过的那一份，或发送“继续”在卡片里填。',
    );
  }
  const filingId = filing.id;
  return async (tx) => ({
    kind: 'brought',
    filingId,
    brought: await keepBrought(tx, { filingId, source: `文件“${name}”`, found }, now),
  });
};

/** A document too long or too odd to look into may still be an attachment. */
const readable = async (content: Buffer, filing: Filing): Promise<Found | undefined> => {
  try {
    return await annexProposals(content, filing);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};
