import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { annex2Docx } from '../../../services/documents/annex2.ts';
import { buildAnnex2Template } from '../../../services/documents/build-annex2-2023.ts';
import { documentOf, elementsOf, partsOf, wordsOf } from './word-file.ts';

const template = await readFile(new URL('../../../services/documents/templates/annex2-2023.docx', import.meta.url));
const row = {
  ...{ unit: '云汉省知识产权局', name: '韩示例', position: '处长', officePhone: '010-62083114' },
  ...{ mobile: '13800000000', email: 'liaison@example.com' },
};

test('the template in the project is the one the script builds', async () => {
  const committed = await partsOf(template);
  const built = await partsOf(await buildAnnex2Template());
  // The properties hold the day of the build; everything else is the same from build to build.
  delete committed['docProps/core.xml'];
  delete built['docProps/core.xml'];
  expect(built).toEqual(committed);
});

test('it has the title and the columns of the notice, one row, and every word in 仿宋_GB2312', async () => {
  const xml = await documentOf(await annex2Docx(template, row));
  expect(wordsOf(xml)).toBe(
    `附件2国家知识产权信息公共服务网点备案工作联系人信息表单位姓名职务办公电话手机邮箱${Object.values(row).join('')}`,
  );
  expect(elementsOf(xml, 'w:tr').map((one) => elementsOf(one, 'w:tc').length)).toEqual([6, 6]);
  const runs = elementsOf(xml, 'w:r').filter((one) => wordsOf(one) !== '');
  expect(runs.every((one) => one.includes('w:eastAsia="仿宋_GB2312"'))).toBe(true);
});

test('what people wrote comes out letter by letter, tags and rare characters too', async () => {
  const strange = { ...row, name: '{email}𠮷', position: '<处长> & {#x}', unit: '甲\u0007局' };
  const xml = await documentOf(await annex2Docx(template, strange));
  const [, cells] = elementsOf(xml, 'w:tr').map((one) => elementsOf(one, 'w:tc').map(wordsOf));
  expect(cells).toEqual(['甲局', '{email}𠮷', '<处长> & {#x}', row.officePhone, row.mobile, row.email]);
});
