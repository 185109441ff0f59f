import { readFile } from 'node:fs/promises';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { annex1Docx } from '../../../services/documents/annex1.ts';
import { annexOf } from '../../../services/filing/annex.ts';
import { annexProposals } from '../../../services/filing/annex-proposals.ts';
import type { Answers } from '../../../services/form/define.ts';
import { itemsAt } from '../../../services/form/read.ts';
import { elementsOf, wordsOf } from '../documents/word-file.ts';
import { sampleAnswers, sampleFiling } from './sample.ts';

const template = await readFile(new URL('../../../services/documents/templates/annex1-2023.docx', import.meta.url));
const sample = sampleAnswers();
const whole = await annex1Docx(template, annexOf(sampleFiling('frozen'), 'a'.repeat(64)));

/** The sample's Word form after somebody has worked on its document. */
const altered = async (change: (xml: string) => string, docx = whole): Promise<Buffer> => {
  const zip = await JSZip.loadAsync(docx);
  const before = await zip.file('word/document.xml')!.async('string');
  const after = change(before);
  expect(after).not.toBe(before);
  return zip.file('word/document.xml', Buffer.from(after)).generateAsync({ type: 'nodebuffer' });
};

const read = async (change: (xml: string) => string) => {
  const found = (await annexProposals(await altered(change), sampleFiling('draft', { answers: {} })))!;
  const answers: Answers = {};
  for (const { step, field, value } of found.proposals) answers[step] = { ...answers[step], [field]: value };
  return { answers, unread: found.unread };
};

const rowWith = (xml: string, words: string): string =>
  elementsOf(xml, 'w:tr').find((row) => wordsOf(row).startsWith(words))!;
const cell = (...paragraphs: string[]): string =>
  `<w:tc>${paragraphs.map((text) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`).join('')}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;
const without = (xml: string, ...rows: string[]): string =>
  rows.reduce((left, one) => left.replace(rowWith(xml, one), ''), xml);
const plan = (sample.plan as { plan: string }).plan;

test('other fonts and styles, tables split, titles moved out of them and retyped: everything is read all the same', async () => {
  const { answers, unread } = await read((xml) => {
    const moved = ['四、未来发展思路', '五、开展知识产权'].reduce((now, title) => {
      const found = rowWith(now, title);
      const loose = `<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>${wordsOf(found).replace('、', '．').replace('(', '（').replace(')', '）')}</w:t></w:r></w:p>`;
      return now.replace(found, `</w:tbl>${loose}<w:tbl><w:tblPr/><w:tblGrid/>`);
    }, xml);
    return moved
      .replaceAll('仿宋_GB2312', '宋体')
      .replaceAll('<w:sz w:val="28"/>', '<w:b/><w:sz w:val="21"/>')
      .replace('>机构性质<', '>机构 性质：<')
      .replace('>邮箱<', '>邮　箱<');
  });
  expect(unread).toEqual([]);
  expect(answers.plan).toEqual(sample.plan);
  expect(answers.basics).toEqual(sample.basics);
  expect(answers.staff).toEqual(sample.staff);
  expect(answers.cases?.cases).toHaveLength(2);
});

test('rows that were added go with the answer they go on with; those that belong nowhere are named', async () => {
  const { answers, unread } = await read((xml) => {
    const items = rowWith(xml, '服务事项清单');
    const added = row(cell(''), cell('7. 知识产权托管（专业化服务，收费）'));
    const planned = elementsOf(xml, 'w:tr').find((one) => wordsOf(one).includes('一、总体思路'))!;
    return xml
      .replace(items, `${items}${added}${row(cell('传真'), cell('0999-123'))}`)
      .replace(planned, `${planned}${row(cell('八、补充一段。', '再一段。'))}`);
  });
  expect((answers.services as { serviceItems: string }).serviceItems).toMatch(/\n知识产权托管；专业化服务；收费$/);
  expect(answers.plan).toEqual({ plan: `${plan}\n八、补充一段。\n再一段。` });
  expect(unread).toEqual(['“一、机构基本情况”里没有对上任何一栏的内容：“传真0999-123”']);
});

test('what is empty, missing or unreadable is named one by one and not guessed', async () => {
  const { answers, unread } = await read((xml) => {
    const address = rowWith(xml, '地址');
    return without(xml, '主要负责人及职务', '六、申请备案机构意见', '(含材料真实性')
      .replace(address, row(cell('地址'), cell('')))
      .replace('>8<', '>八九个<')
      .replace('>13800000000<', '>0999-1234567<')
      .replace('>事业单位（科技情报机构）<', '>公益二类<')
      .replaceAll(/（(主要负责人，专职|专职人员)）/g, '');
  });
  expect(answers.basics).toEqual({ name: (sample.basics as { name: string }).name });
  expect(answers.staff).not.toHaveProperty('staffFulltime');
  expect(answers.staff).not.toHaveProperty('contactMobile');
  expect(answers.team).toBeUndefined();
  const words = unread.join('\n');
  for (const named of [
    '“地址”是空的',
    '没有找到“主要负责人及职务”',
    '八九个',
    '请填 11 位手机号',
    '机构性质',
    '没有看出每个人的姓名和身份',
  ]) {
    expect(words).toContain(named);
  }
  expect(words).toContain('没有找到“六、申请备案机构意见”');
  expect(words).not.toContain('0999-1234567');
});

test('a lost title is known by its guidance; without that too, nothing is mixed into the section before', async () => {
  const guided = await read((xml) => without(xml, '四、未来发展思路'));
  expect(guided.answers.plan).toEqual(sample.plan);
  const lost = await read((xml) => without(xml, '四、未来发展思路').replace(/\(含场地、人才[^<]*/, ''));
  expect(lost.answers.plan).toBeUndefined();
  expect(lost.answers.team).toBeUndefined();
  expect(lost.answers.cases).toBeDefined();
  expect(lost.unread.join()).toContain('“三、服务团队人员情况”里可能混着它的内容');
});

test('a person whose kind is left open keeps the bio, and the question stays', async () => {
  const { answers, unread } = await read((xml) =>
    xml.replaceAll('（主要负责人，专职）', '（主要负责人）').replaceAll('（专职人员）', '（专职）'),
  );
  const members = itemsAt(answers, 'team', 'members');
  const original = itemsAt(sample, 'team', 'members');
  expect(members.map(({ name }) => name)).toEqual(original.map(({ name }) => name));
  expect(members[0]).not.toHaveProperty('role');
  expect(members[0]!.bio).toBe(original[0]!.bio);
  expect(members[1]!.role).toBe('专职人员');
  expect(unread).toEqual([`没有看出${original[0]!.name}是专职还是兼职，请在卡片里选`]);
});

test('an answer that looks like a title makes the section unreadable, not wrong', async () => {
  const title = rowWithTitle('四、未来发展思路和支持措施(1500字左右)');
  const { answers, unread } = await read((xml) => {
    const planned = elementsOf(xml, 'w:tr').find((one) => wordsOf(one).includes('一、总体思路'))!;
    return xml.replace(planned, `${planned}${title}${row(cell('另一份思路。'))}`);
  });
  expect(answers.plan).toBeUndefined();
  expect(unread.join()).toContain('“四、未来发展思路和支持措施”出现了两次');
});

function rowWithTitle(words: string): string {
  return row(cell(words));
}

test('a third case and a case without its number are read by their labels', async () => {
  const { answers } = await read((xml) => {
    const [third, content] = [
      row(cell('名称'), cell('第三个'), cell('实施时间'), cell('2025年')),
      row(cell('内容和效果'), cell('做了第三件事。')),
    ];
    const opinion = rowWith(xml, '六、申请备案机构意见');
    return xml.replace(opinion, `${third}${content}${opinion}`);
  });
  const cases = itemsAt(answers, 'cases', 'cases');
  expect(cases).toHaveLength(3);
  expect(cases[2]).toMatchObject({ name: '第三个', period: '2025年', content: '做了第三件事。' });
});

test('a document that is not the form is not taken for it', async () => {
  const zip = await JSZip.loadAsync(whole);
  const xml = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${cell('知识产权信息服务管理办法', '二、工作基础和优势特点').replaceAll(/<\/?w:tc>/g, '')}</w:body></w:document>`;
  const other = await zip.file('word/document.xml', xml).generateAsync({ type: 'nodebuffer' });
  expect(await annexProposals(other, sampleFiling('draft'))).toBeUndefined();
});
