import type { Recogniser } from '../files/recognise.ts';
import { layAside } from '../filing/asides.ts';
import { contextOf, type Filing, formOf } from '../filing/filing.ts';
import { isEditable } from '../filing/status.ts';
import type { Roster } from '../form/define.ts';
import { relevantFields, relevantSteps } from '../form/read.ts';
import { mayDo } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { readCsv, readSheets } from './spreadsheet.ts';
import { type Understood, understand } from './understand.ts';

/** A filled template, or anybody's own table with the same columns, as a preview of the rows it would add to a list. */
export const recogniseRoster: Recogniser = async ({ kind, content, name }, { filing, who, now }) => {
  if (kind !== 'xlsx' && kind !== 'csv') return undefined;
  if (!isEditable(filing)) {
    throw new Refusal('not_editable', '材料已经定稿，名单不能再改。要改请先点“重新修改”（发送“进度”），再发一次。');
  }
  const sheets = kind === 'csv' ? [readCsv(content)] : await readSheets(content);
  const found = rostersOf(filing).flatMap((place) =>
    sheets.flatMap((sheet) => {
      const understood = understand(sheet, place.roster, contextOf(filing));
      return understood ? [{ ...place, understood }] : [];
    }),
  );
  const [best] = found.toSorted((a, b) => worth(b.understood) - worth(a.understood));
  if (!best) throw new Refusal('no_head', noHead(filing));
  const { step, field, roster, understood } = best;
  if (!understood.rows.length) throw new Refusal('no_rows', `表头认出来了，但下面没有${roster.label}。请填好后再发。`);
  mayDo(filing, who, 'edit', step);
  return async (tx) => {
    const data = { from: name, ...understood };
    const aside = await layAside(tx, { filingId: filing.id, step, field }, 'table', data, now);
    return { kind: 'tablePreview', filingId: filing.id, step, aside };
  };
};

/** The lists of a filing, with where they stand. */
export const rostersOf = (filing: Filing): { step: string; field: string; roster: Roster }[] => {
  const context = contextOf(filing);
  return relevantSteps(formOf(filing.round), context).flatMap(([step, section]) =>
    relevantFields(section, context).flatMap(([field, roster]) =>
      roster.kind === 'roster' ? [{ step, field, roster }] : [],
    ),
  );
};

/** Of several sheets or lists the one that leaves the fewest columns open, and then the one with the most rows. */
const worth = ({ lacking, rows }: Understood): number => rows.length - 1000 * lacking.length;

const noHead = (filing: Filing): string => {
  const heads = rostersOf(filing).map(({ roster }) => {
    const labels = Object.values(roster.item).map(({ label }) => label);
    return `${roster.label}（${labels.join('、')}）`;
  });
  return `没有找到表头。第一行请写：${heads.join('，或')}。也可以在该部分点“下载 Excel 模板”，填好再发。`;
};
