import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Annex1, annex1Docx } from '../../../services/documents/annex1.ts';
import { printable } from '../../../services/documents/printable.ts';
import { readAnnex1 } from '../../../services/documents/read-annex1.ts';
import { sample, sampleAnnex1 } from './sample-annex1.ts';
import { documentOf, elementsOf, partsOf, wordsOf } from './word-file.ts';

const template = await readFile(new URL('../../../services/documents/templates/annex1-2023.docx', import.meta.url));
const write = (form: Annex1) => annex1Docx(template, form);
const writeAndRead = async (form: Annex1) => readAnnex1(await write(form));

test('every answer of the sample stands in its own cell, and 七 and 八 are empty', async () => {
  const form = sampleAnnex1();
  const cells = await writeAndRead(form);
  expect(cells).toEqual(cellsOf(form));
  expect(cells['七、推荐部门意见']).toBe('');
  expect(cells['八、备案部门意见']).toBe('□准予备案           □不予备案');
});

test('七 carries the opinion once the department has recommended, and nothing else moves', async () => {
  const before = await writeAndRead(sampleAnnex1());
  const after = await writeAndRead(sampleAnnex1({ departmentOpinion: sample.section7.opinion }));
  expect(after).toEqual({ ...before, '七、推荐部门意见': sample.section7.opinion });
});

test('with one case the second block stays, empty', async () => {
  const form = sampleAnnex1({ cases: sampleAnnex1().cases.slice(0, 1) });
  const cells = await writeAndRead(form);
  expect(cells).toMatchObject({ '1 名称': form.cases[0]!.name, '2 名称': '', '2 实施时间': '', '2 内容和效果': '' });
});

test('what Annex 1 does not ask for is in no part of the file', async () => {
  const parts = await partsOf(await write(sampleAnnex1({ departmentOpinion: sample.section7.opinion })));
  const everything = Object.values(parts).join('\n');
  const { routing, section1, section3, attachments, annex2_contact } = sample;
  for (const secret of [
    ...[section1.unified_social_credit_code, routing.route, routing.province_code, annex2_contact.name],
    ...attachments.map((each) => each.filename),
  ]) {
    expect(everything).not.toContain(secret);
  }
  // People write such things into their own introductions; apart from those they must not appear.
  const besidesBios = section3.members.reduce((text, { bio }) => text.replaceAll(bio, ''), everything);
  for (const { gender, education, title } of section3.members) {
    for (const secret of [gender, education, title]) expect(besidesBios).not.toContain(secret);
  }
});

test('everything typed is 四号 仿宋_GB2312', async () => {
  const xml = await documentOf(await write(sampleAnnex1({ departmentOpinion: sample.section7.opinion })));
  const beforeTables = elementsOf(xml.slice(0, xml.indexOf('<w:tbl>')), 'w:r');
  const cover = beforeTables.filter((run) => Object.values(sampleAnnex1().cover).includes(wordsOf(run)));
  expect(cover).toHaveLength(3);
  const table = elementsOf(xml, 'w:tbl').flatMap((each) => elementsOf(each, 'w:r'));
  const runs = [...cover, ...table].filter((run) => wordsOf(run) !== '');
  expect(runs.length).toBeGreaterThan(80);
  for (const run of runs) {
    expect(run).toContain('<w:sz w:val="28"/>');
    for (const script of ['ascii', 'hAnsi', 'eastAsia']) expect(run).toContain(`w:${script}="仿宋_GB2312"`);
  }
});

test('the footer names the filing, its version and the beginning of its hash, and counts the pages', async () => {
  const footer = { reference: 'BA-2023-0042', version: 7, hash: '0123456789abcdef'.repeat(4) };
  const xml = (await partsOf(await write(sampleAnnex1({ footer }))))['word/footer1.xml']!;
  expect(wordsOf(xml)).toContain('BA-2023-0042  第7版  校验码 0123456789ab');
  expect(wordsOf(xml)).not.toContain('0123456789abc');
  expect(xml).toMatch(/<w:instrText[^>]*>PAGE</);
});

describe('texts come out as they were typed', () => {
  test.each([
    ['the marks of the template', '{name}{#team}{/plan}{{{}}} {line [x: 1]}'],
    ['unpaired braces', '}{ { } #/'],
    ['XML', '</w:t></w:r></w:p><w:p>&lt;&amp;<!-- ]]> "\'<?xml?>'],
    ['rare characters', '𠮷龘㐂🀄'],
    ['blanks', '  前后有空格  '],
    ['a line that looks like guidance', '(含我自己写的括号)'],
    ['a line that looks like a signature line', '经办人：我'],
    ['a line that looks like a title', '六、申请备案机构意见'],
  ])('%s', async (_, text) => {
    const form = everywhere(`甲${text}乙`);
    expect(await writeAndRead(form)).toEqual(cellsOf(form));
  });

  // The packer cuts long parts into blocks; with both beginnings every cut falls once between and once into a character.
  test.each(['', '一'])('rare characters wherever they stand, after "%s"', async (beginning) => {
    const foundation = beginning + '𠮷'.repeat(20_000);
    const cells = await writeAndRead(sampleAnnex1({ foundation }));
    expect(cells['二、工作基础和优势特点'] === foundation).toBe(true);
  });

  test('whatever is typed', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{', '}', '{line}', '{#bio}', '\n', '\r\n', '\v', '\u0000', '\ud800', '&amp;', '<w:br/>', '　'),
    );
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const rosters = { serviceItems: fc.array(text), team: fc.array(fc.record({ heading: text, bio: text })) };
    await fc.assert(
      fc.asyncProperty(fc.record({ text, ...rosters }), async ({ text, ...rosters }) => {
        const form = { ...everywhere(text), ...rosters };
        expect(await writeAndRead(form)).toEqual(cellsOf(form));
      }),
      { numRuns: 40 },
    );
  });

  test('each line of a long text is a paragraph of its own', async () => {
    const xml = await documentOf(await write(sampleAnnex1({ foundation: '第一段\n\n第三段', opinion: '甲\r\n乙' })));
    const paragraphs = elementsOf(xml, 'w:p').map(wordsOf);
    expect(paragraphs.join('|')).toContain('|第一段||第三段|');
    expect(paragraphs.join('|')).toContain('|甲|乙|');
  });
});

test('answers of 6,000 characters and a team of twenty fit', async () => {
  const long = Array.from({ length: 12 }, (_, i) => `${i}`.padEnd(500, '长')).join('\n');
  const team = Array.from({ length: 20 }, (_, i) => ({
    heading: `人员${i}（专职）`,
    bio: `${i}，${'简历'.repeat(150)}`,
  }));
  const form = { ...everywhere(long), team };
  expect(await writeAndRead(form)).toEqual(cellsOf(form));
});

test('a file that is no Word file is refused', async () => {
  await expect(readAnnex1(Buffer.from('not a Word file'))).rejects.toThrow();
});

/** The sample with the same text in every field that has room for it. */
function everywhere(text: string): Annex1 {
  return sampleAnnex1({
    cover: { institutionName: text, departmentName: text, filledOn: text },
    ...{ name: text, nature: text, address: text, principal: text, serviceTargets: text, serviceItems: [text, text] },
    ...{ staffTotal: text, staffFulltime: text, staffParttime: text },
    ...{ contactName: text, contactMobile: text, contactEmail: text },
    ...{ foundation: text, plan: text, opinion: text, departmentOpinion: text },
    team: [{ heading: text, bio: text }],
    cases: [
      { name: text, period: text, content: text },
      { name: text, period: text, content: text },
    ],
  });
}

/** What a reader of the printed form finds under each label. */
function cellsOf(form: Annex1): Record<string, string> {
  const { cover, cases } = form;
  const cells = {
    编号: '',
    备案机构: cover.institutionName,
    推荐部门: cover.departmentName,
    填报日期: cover.filledOn,
    名称: form.name,
    机构性质: form.nature,
    地址: form.address,
    主要负责人及职务: form.principal,
    总人数: form.staffTotal,
    专职人员数量: form.staffFulltime,
    兼职人员数量: form.staffParttime,
    联系人: form.contactName,
    手机: form.contactMobile,
    邮箱: form.contactEmail,
    服务对象: form.serviceTargets,
    服务事项清单: form.serviceItems.map(printable).join('\n'),
    '二、工作基础和优势特点': form.foundation,
    '三、服务团队人员情况': form.team.flatMap(({ heading, bio }) => [heading, bio].map(printable)).join('\n'),
    '四、未来发展思路和支持措施': form.plan,
    '1 名称': cases[0]!.name,
    '1 实施时间': cases[0]!.period,
    '1 内容和效果': cases[0]!.content,
    '2 名称': cases[1]!.name,
    '2 实施时间': cases[1]!.period,
    '2 内容和效果': cases[1]!.content,
    '六、申请备案机构意见': form.opinion,
    '七、推荐部门意见': form.departmentOpinion,
    '八、备案部门意见': '□准予备案           □不予备案',
  };
  // The blanks of the cover end in rules, so that blanks around a name there cannot be told from the form's own.
  const onCover = ['编号', '备案机构', '推荐部门', '填报日期'];
  return Object.fromEntries(
    Object.entries(cells).map(([label, text]) => [
      label,
      onCover.includes(label) ? printable(text).trim() : printable(text),
    ]),
  );
}
