import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outgoing, render } from '../../cards/index.ts';
import { cardBytes, cardNodes } from '../../cards/kit/index.ts';
import { type Status, statuses } from '../../services/filing/status.ts';
import { type Notice, type NoticeKind, notices } from '../../services/notice.ts';
import { cardRoom } from '../card-room.ts';
import { forgetForms, issue, longCorrection } from '../corrected-forms.ts';
import { cardText } from '../feishu/card-text.ts';
import { markdownIn } from '../feishu/card-walk.ts';
import { answersWith, clerk, noon, sampleFiling } from '../services/filing/sample.ts';
import { cases, crowdedFiling, files, maximal, maximalFiling, people, type Scene } from './maximal.ts';

/** Long texts of several kinds: Han, signs that grow when they are escaped, pairs of surrogates, lists. */
const signs = ['长', '*', '𠮷', '"', '\n1. '];
const kinds = Object.keys(notices) as NoticeKind[];

/** render() checks every card against the platform's rules and throws a CardFault for one that would be refused. */
const drawn = (kind: NoticeKind, scene: Scene): Outgoing[] =>
  maximal[kind](scene).map(([notice, view]) => render({ kind, ...notice } as Notice as never, view as never));

/** Which messages of this kind are too large, or would be refused. */
const tooLarge = (kind: NoticeKind, scene: Scene): string[] =>
  maximal[kind](scene).flatMap(([notice, view]) => {
    const place = `${kind} ${'step' in notice ? notice.step : ''} of a filing ${scene.filing.status}`;
    try {
      const outgoing = render({ kind, ...notice } as Notice as never, view as never);
      if (outgoing.type !== 'card') return [];
      const [bytes, nodes] = [cardBytes(outgoing.card), cardNodes(outgoing.card)];
      return bytes <= cardRoom.bytes && nodes <= cardRoom.elements ? [] : [`${place}: ${bytes} bytes, ${nodes} nodes`];
    } catch (error) {
      return [`${place}: ${String((error as Error).message).slice(0, 300)}`];
    }
  });

const scenes = (make: (status: Status) => Scene['filing'], sign: string, among: readonly Status[]): Scene[] =>
  among.map((status) => ({ filing: make(status), sign }));
/** A draft shows most; a returned one the remarks as well; of the others the sign of most bytes will do. */
const atMost = [
  ...signs.map((sign): Scene => ({ filing: maximalFiling('draft', sign), sign })),
  { filing: maximalFiling('returned', '*'), sign: '*' },
  ...scenes((status) => maximalFiling(status, '长'), '长', statuses.slice(1)),
];
const ordinary = [
  ...scenes((status) => sampleFiling(status, { answers: {} }), '好', ['draft', 'returned']),
  ...scenes((status) => sampleFiling(status), '好', statuses),
  ...[1, 16, 17, 40, 41, 300].map((count): Scene => ({ filing: crowdedFiling('draft', count), sign: '好' })),
  ...scenes((status) => crowdedFiling(status, 300), '好', ['submitted']),
];

beforeAll(() => issue(longCorrection));
afterAll(forgetForms);

describe.each(kinds)('every message of the kind %s', (kind) => {
  test('stays under 26 KB and 180 elements, whatever people have written', () => {
    expect(atMost.flatMap((scene) => tooLarge(kind, scene))).toEqual([]);
  });

  test('stays so with nothing, with the sample, and with many people and files', () => {
    expect(ordinary.flatMap((scene) => tooLarge(kind, scene))).toEqual([]);
  });

  test('shows signs of markdown, mentions, links and control characters as the text they are', () => {
    const scene = { filing: maximalFiling('draft', HOSTILE), sign: HOSTILE };
    for (const outgoing of drawn(kind, scene)) {
      if (outgoing.type !== 'card') continue;
      const markdown = [...markdownIn(outgoing.card)].join('\n');
      expect(markdown).not.toMatch(
        /<at|<\/at|\]\(|https?:|javascript:|\*\*粗|~~删|`码|^# 题|^> 引|<(?!br>|\/?font\b)/m,
      );
    }
  });
});

/** What the platform would take for its own signs; short, so that titles hold a whole one. */
const HOSTILE =
  '<at id=all></at>**粗**[a](https://b.example)~~删~~`码`\n# 题\n> 引\n<person id=x></person>\u202e\u0007';

test('the hostile words are on the cards, letter by letter', () => {
  const [step] = drawn('step', { filing: maximalFiling('draft', HOSTILE), sign: HOSTILE });
  expect(step!.type === 'card' && cardText(step!.card)).toContain(HOSTILE);
});

const base = { now: noon, me: clerk };
const textOf = (kind: NoticeKind, notice: object, filing: Scene['filing']): string => {
  const outgoing = render({ kind, ...notice } as Notice as never, { ...base, filing } as never);
  return outgoing.type === 'card' ? JSON.stringify(outgoing.card) : '';
};

test('200 problems fit the check card, which says how many are not listed', () => {
  const answers = answersWith({
    team: { members: people(200, '', '').map((one) => ({ ...one, name: `陈${one.id}` })) },
    cases: { cases: cases(30, '', '') },
  });
  const card = textOf('check', { filingId: 'f' }, sampleFiling('draft', { answers }));
  expect(card).toMatch(/必须处理：2\d\d 处/);
  expect(card).toMatch(/另有 [12]\d\d 处/);
});

test('every file of forty can be opened from the card; of fifty it says how many are left out', () => {
  const systems = (count: number) =>
    sampleFiling('draft', { answers: answersWith({ systems: { systems: files(count, '工作制度') } }) });
  const card = (count: number) => textOf('step', { filingId: 'f', step: 'systems' }, systems(count));
  expect(card(40).match(/"action":"file\.open"/g)).toHaveLength(40);
  expect(card(50)).toContain('另有 10 份');
});

test('no filing of a long desk is left out: each stands on one of its pages', () => {
  const scene = { filing: sampleFiling(), sign: '好' };
  const [notice, view] = maximal.desk(scene)[0]!;
  const page = (n: number): string => {
    const outgoing = render({ kind: 'desk', ...notice, page: n } as never, view as never);
    return outgoing.type === 'card' ? JSON.stringify(outgoing.card) : '';
  };
  const count = Number(page(1).match(/第 1\/(\d+) 页/)![1]);
  const shown = Array.from({ length: count }, (_, index) => page(index + 1)).join('\n');
  expect(view.filings.filter(({ id }) => !shown.includes(id))).toEqual([]);
});
