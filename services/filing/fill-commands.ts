import { isDeepStrictEqual } from 'node:util';
import type { RawItem } from '../form/define.ts';
import { itemsAt, textAt } from '../form/read.ts';
import { Refusal } from '../refusal.ts';
import { looked } from './corrected.ts';
import { type Commands, done, editable } from './decision.ts';
import { putBack } from './file-places.ts';
import { everField, everStep, fieldAt, sameWho, stepAt, withSection } from './filing.ts';

/** In characters: four times the longest guideline of the form, and what the inputs of one card (30 KB) can still show. */
export const LONGEST = 6000;
/** Characters of a row altogether: all of it stands on one card. */
export const lengthOf = ({ id: _, ...texts }: RawItem): number => Object.values(texts).join('').length;

/** Rows of one list, far above any real team. */
export const MOST_ITEMS = 60;
/** Texts of one section that wait for somebody to choose. */
const MOST_CONFLICTS = 5;

/** Answers, rows, files, and who may write them. */
export const fillCommands: Pick<
  Commands,
  'save' | 'confirm' | 'saveItem' | 'removeItem' | 'append' | 'undo' | 'choose' | 'join'
> = {
  save: (given, { step, rev, values, looked: seen }, { now, actor }) => {
    editable(given);
    everStep(given, step);
    const filing = looked(given, step, seen);
    const before = filing.answers[step] ?? {};
    const changed = Object.keys(values).filter((field) => before[field] !== values[field]);
    if (!changed.length && filing !== given) return done(filing, { what: `confirm ${step}` });
    if (!changed.length) return done(filing, { what: `save ${step}` }, [], 'unchanged');
    if (Object.values(values).some((value) => typeof value === 'string' && value.length > LONGEST)) {
      throw new Refusal('too_long', `没有保存：一个部分最多 ${LONGEST} 个字符，请精简后再保存。`);
    }
    if ((filing.revs[step] ?? 0) !== rev) {
      const waiting = filing.conflicts[step] ?? [];
      // The database keeps the fields in an order of its own.
      const known = waiting.some((one) => isDeepStrictEqual(one.values, values));
      if (known) return done(filing, { what: `conflict ${step}` }, [], 'conflict');
      if (waiting.length >= MOST_CONFLICTS) {
        throw new Refusal(
          'conflict_open',
          '没有保存：这一部分已有几份不同的内容等待选择，请先发送“继续”选定，再修改。',
        );
      }
      const conflict = { by: { ...actor }, at: now.toISOString(), values };
      const kept = { ...filing.conflicts, [step]: [...waiting, conflict] };
      return done({ ...given, conflicts: kept }, { what: `conflict ${step}: ${changed.join(' ')}` }, [], 'conflict');
    }
    return done(withSection(filing, step, values), { what: `save ${step}: ${changed.join(' ')}` });
  },

  confirm: (filing, { step, form }) => {
    editable(filing);
    stepAt(filing, step);
    const after = looked(filing, step, form);
    return done(after, { what: `confirm ${step}` }, [], after === filing ? 'unchanged' : 'done');
  },

  saveItem: (filing, { step, field, item, was }) => {
    editable(filing);
    everField(filing, step, field, 'roster');
    if (lengthOf(item) > LONGEST) {
      throw new Refusal('too_long', `没有保存：一项最多 ${LONGEST} 个字符，请精简后再保存。`);
    }
    const items = itemsAt(filing.answers, step, field);
    const grows = !items.some((one) => one.id === item.id && fingerprint(one) === was);
    if (items.length >= MOST_ITEMS && grows) {
      throw new Refusal('too_many', `没有保存：最多 ${MOST_ITEMS} 条，请先删去不需要的。`);
    }
    const current = items.find((candidate) => candidate.id === item.id);
    // The same text again, also of a collision kept before under another id, adds nothing.
    const kept = items.some(
      (one) => (one.id === item.id || one.id.startsWith(`${item.id}~`)) && sameItem({ ...one, id: item.id }, item),
    );
    if (kept) return done(filing, { what: `item ${field}` }, [], 'unchanged');
    // Two people in one row: neither text is overwritten. Both rows stand in the list until somebody removes one.
    const collided = current !== undefined && fingerprint(current) !== was;
    const next = collided
      ? [...items, { ...item, id: `${item.id}~${filing.rev}` }]
      : current
        ? items.map((candidate) => (candidate.id === item.id ? item : candidate))
        : [...items, item];
    const entry = { what: `item ${field} ${item.id}` } as const;
    return done(withSection(filing, step, { [field]: next }), entry, [], collided ? 'conflict' : 'done');
  },

  removeItem: (filing, { step, field, item, was }) => {
    editable(filing);
    fieldAt(filing, step, field, 'roster');
    const items = itemsAt(filing.answers, step, field);
    const current = items.find((candidate) => candidate.id === item);
    if (current && fingerprint(current) !== was) {
      throw new Refusal('changed_since', '没有删除：这一条刚被改过，请再看一遍后决定。');
    }
    const left = items.filter((candidate) => candidate.id !== item);
    if (left.length === items.length) return done(filing, { what: `remove ${field} ${item}` }, [], 'unchanged');
    return done(withSection(filing, step, { [field]: left }), { what: `remove ${field} ${item}` });
  },

  append: (filing, { step, field, text, replace }) => {
    editable(filing);
    everField(filing, step, field, 'paragraph');
    const before = textAt(filing.answers, step, field);
    const joined = before && !replace ? `${before}\n${text}` : text;
    if (joined.length > LONGEST) {
      throw new Refusal(
        'too_long',
        `没有放进：放进后共 ${joined.length} 个字符，超过一个部分能容纳的 ${LONGEST} 个。请精简后再发，发送“继续”看已保存的内容。`,
      );
    }
    return done(withSection(filing, step, { [field]: joined }), {
      what: `${replace ? 'replace' : 'append'} ${field}`,
    });
  },

  undo: (filing, { step, rev }) => {
    editable(filing);
    stepAt(filing, step);
    const former = filing.former[step];
    if (former?.rev !== rev || filing.revs[step] !== rev) {
      throw new Refusal('changed_since', '没有撤销：这一部分在这之后又有新的改动，请再看一眼。');
    }
    return done(putBack(filing, step, former.values), { what: `undo ${step}` });
  },

  choose: (filing, { step, rev, at, mine, field }) => {
    editable(filing);
    stepAt(filing, step);
    const [first, ...rest] = filing.conflicts[step] ?? [];
    if (!first) return done(filing, { what: `choose ${step}` }, [], 'unchanged');
    // The choice is between the two texts that were shown, and no others.
    if (first.at !== at || (filing.revs[step] ?? 0) !== rev) {
      throw new Refusal('changed_since', '这一部分刚刚又有变化，请再看一遍后选择。');
    }
    const { [field ?? '']: one, ...others } = first.values;
    if (field && one === undefined) throw new Refusal('changed_since', '这一项已经选过了，请再看一遍后选择。');
    const taken = field ? { [field]: one! } : first.values;
    const chosen = mine ? withSection(filing, step, taken) : filing;
    // A single field that is settled leaves the others to be chosen; those that agree by now need no choice.
    const open = Object.entries(field ? others : {}).filter(([name, value]) => filing.answers[step]?.[name] !== value);
    const left = open.length ? [{ ...first, values: Object.fromEntries(open) }, ...rest] : rest;
    const entry = { what: `choose ${step}${field ? ` ${field}` : ''}: ${mine ? 'second' : 'first'}` } as const;
    return done({ ...chosen, conflicts: { ...filing.conflicts, [step]: left } }, entry);
  },

  join: (filing, { member }) => {
    if (filing.members.some((known) => sameWho(known, member))) {
      return done(filing, { what: 'join' }, [], 'unchanged');
    }
    const notice = { kind: 'status', filingId: filing.id, event: 'joined' } as const;
    const joined = { ...filing, members: [...filing.members, member] };
    return done(joined, { what: `join ${member.role}` }, [{ to: { who: member }, notice }]);
  },
};

/** The content of a row as it was when a card was drawn, short enough for a button's payload. */
export const fingerprint = (item: RawItem | undefined): string => {
  if (!item) return '';
  let sum = 0;
  for (const char of JSON.stringify(Object.entries(item).sort())) sum = (Math.imul(sum, 31) + char.codePointAt(0)!) | 0;
  return (sum >>> 0).toString(36);
};

const sameItem = (a: RawItem, b: RawItem) => fingerprint(a) === fingerprint(b);
