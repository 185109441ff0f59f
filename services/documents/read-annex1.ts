import mammoth from 'mammoth';

/**
 * The text of every cell of a filled Annex 1 by its label: 编号, 备案机构, …, 名称, …, the title of a section without its
 * bracket (二、工作基础和优势特点), and 1 名称, 1 内容和效果, … for the two cases. Paragraphs are joined by a line end; the
 * guidance and signature lines, which are the form's own, are left out. Footers are not read. A file that is no Word
 * file makes mammoth throw; labels that are missing are simply not there.
 */
export async function readAnnex1(docx: Buffer): Promise<Record<string, string>> {
  const body = await bodyOf(docx);
  const tables = body.filter((node) => node.type === 'table');
  const firstTable = body.findIndex((node) => node.type === 'table');
  const before = firstTable < 0 ? body : body.slice(0, firstTable);
  const rows = tables.flatMap((table) => table.children ?? []).map((row) => (row.children ?? []).map(textOf));
  return { ...coverOf(before.map(textOf)), ...cellsOf(rows) };
}

const COVER = ['编号', '备案机构', '推荐部门', '填报日期'];
const SECTIONS = [
  '一、机构基本情况',
  '二、工作基础和优势特点',
  '三、服务团队人员情况',
  '四、未来发展思路和支持措施',
  '五、开展知识产权信息公共服务典型案例',
  '六、申请备案机构意见',
  '七、推荐部门意见',
  '八、备案部门意见',
];

function coverOf(paragraphs: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of paragraphs) {
    const label = COVER.find((each) => text.startsWith(`${each}：`));
    if (label)
      found[label] = text
        .slice(label.length + 1)
        .replace(/^\(盖章\)/, '')
        .trim();
  }
  return found;
}

function cellsOf(rows: string[][]): Record<string, string> {
  const found: Record<string, string> = {};
  let section: string | undefined;
  let number = '';
  for (const row of rows) {
    const [only = ''] = row;
    if (row.length === 1) {
      const title = SECTIONS.find((each) => only === each || only.startsWith(`${each}(`));
      if (title) section = title;
      else if (section) found[section] = withoutTheFormsOwn(only);
      continue;
    }
    // The number of a case stands in a cell merged over both of its rows: the second row comes without it.
    const pairs = row.length % 2 === 1 ? row.slice(1) : row;
    if (row.length % 2 === 1) number = `${only} `;
    for (let i = 0; i < pairs.length; i += 2) found[number + pairs[i]!] = pairs[i + 1]!;
  }
  return found;
}

function withoutTheFormsOwn(cell: string): string {
  const lines = cell.split('\n');
  if (/^\(含.*\)$/.test(lines[0]!)) lines.shift();
  if (lines.at(-1)?.startsWith('经办人：')) lines.pop();
  return lines.join('\n');
}

/** A node of mammoth's document tree; only what is read here. */
type Node = { type: string; value?: string; children?: Node[] };

async function bodyOf(docx: Buffer): Promise<Node[]> {
  let body: Node[] = [];
  const transformDocument = (document: Node) => {
    body = document.children ?? [];
    return document;
  };
  await mammoth.convertToHtml({ buffer: docx }, { transformDocument });
  return body;
}

function textOf(node: Node): string {
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'tab') return '\t';
  if (node.type === 'break') return '\n';
  return (node.children ?? []).map(textOf).join(node.type === 'tableCell' ? '\n' : '');
}
