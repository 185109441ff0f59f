import { readFile } from 'node:fs/promises';
import { institutionSlots } from '../../services/filing/seal-commands.ts';
import { yunhan } from '../season.ts';
import { partsOf } from '../services/documents/word-file.ts';

export type Sample = Awaited<ReturnType<typeof readSample>>;

/** The complete fictional filing at the guideline lengths. */
export const readSample = async () =>
  JSON.parse(await readFile(new URL('../sample-filing.json', import.meta.url), 'utf8')) as SampleFile;

type SampleFile = {
  section1: Record<string, string> & { service_items: { name: string; type: string; fee: string }[] };
  section2: { text: string };
  section3: { members: { role: string; name: string; employment: string; bio: string }[] };
  section4: { text: string };
  section5: { cases: { name: string; period: string; content: string }[] };
  section6: { opinion: string };
  section7: { opinion: string };
  attachments: { kind: string; filename: string }[];
  annex2_contact: Record<string, string>;
};

/** A small real PDF whose one page says its title, so that attachments differ and open in a viewer. */
export const pdf = (title: string): Buffer => {
  const hex = Buffer.from(title, 'utf16le').swap16().toString('hex');
  const content = `BT /F1 18 Tf 72 720 Td (${title.replace(/[^\x20-\x7e]|[()\\]/g, '?')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Title <feff${hex}> >>`,
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`);
};

/** Who plays: a person at the driver, or one at the chat page. */
export type Player = {
  enter(): Promise<void>;
  say(text: string): Promise<unknown>;
  click(button: string, values?: Record<string, unknown>): Promise<unknown>;
  sendFile(name: string, content: Buffer): Promise<unknown>;
  expectCard(words: string, options?: { earlier?: boolean }): Promise<unknown>;
  expectFile(words: string): Promise<{ name: string; bytes: Buffer }>;
};

/** Called between two acts, so that a demo can go at a speed one can watch. */
export type Pace = (what: string) => Promise<void>;
export const atOnce: Pace = async () => {};

/** The operator names the department's contact by card. */
export const playAppointment = async (operator: Player, contact: Player, sample: Sample, pace = atOnce) => {
  const row = sample.annex2_contact;
  await operator.enter();
  await operator.expectCard('主办方管理', { earlier: true });
  await pace('主办方打开联系人列表');
  await operator.click('推荐部门联系人');
  await operator.click('指定或更换联系人');
  await pace('主办方指定云汉省的联系人');
  await operator.click('保存', {
    '单位（推荐部门）': yunhan.name,
    姓名: row.name,
    职务: row.position,
    办公电话: row.office_phone,
    手机: row.mobile,
    邮箱: row.email,
  });
  await contact.expectCard('您是备案工作联系人');
  await operator.expectCard('联系人已开通');
};

/** The clerk fills every section of the sample, as a person would, up to the check. */
export const playFilling = async (clerk: Player, sample: Sample, pace = atOnce) => {
  const one = sample.section1;
  const next = async (values: Record<string, unknown>, what: string) => {
    await pace(what);
    await clerk.click('保存，下一步', values);
  };
  await clerk.enter();
  await clerk.expectCard('开始填报', { earlier: true });
  await pace('填报人开始');
  await clerk.click('开始填报');
  await clerk.click('下一步', { '统一社会信用代码（18 位）': one.unified_social_credit_code });
  await next(
    { '备案机构（法人单位名称）': one.name, 申报主体类别: '科技情报机构', '所在地（注册地）省级': '云汉省（虚构）' },
    '单位与所在地',
  );
  await next(
    {
      本单位是否已是下列机构: '都不是',
      '主管部门（所属）': '不属于中央部门',
      是否已是省级知识产权信息公共服务网点: '是',
      成为省级网点的年份: '2021',
    },
    '资格与隶属关系',
  );
  const proof = sample.attachments.find(({ kind }) => kind === 'provincial_outlet_proof')!;
  await pace('发送省级网点认定文件');
  await clerk.sendFile(proof.filename, pdf(proof.filename));
  await clerk.expectCard(proof.filename);
  await clerk.click('下一步');
  await next(
    {
      名称: one.name,
      机构性质: '事业单位',
      地址: one.address,
      主要负责人: one.principal_name,
      主要负责人职务: one.principal_title,
    },
    '机构基本情况',
  );
  await next(
    {
      总人数: String(one.staff_total),
      专职人员数量: String(one.staff_fulltime),
      兼职人员数量: String(one.staff_parttime),
      联系人: one.contact_name,
      手机: one.contact_mobile,
      邮箱: one.contact_email,
    },
    '人数与联系人',
  );
  await next(
    {
      服务对象: one.service_targets,
      服务事项清单: one.service_items.map(({ name, type, fee }) => `${name}；${type}；${fee}`).join('\n'),
    },
    '服务对象与事项',
  );
  await playLongText(clerk, sample.section2.text, '工作基础和优势特点，发两条聊天消息', pace);
  for (const { filename } of sample.attachments.filter(({ kind }) => kind === 'work_system')) {
    await pace(`发送${filename}`);
    await clerk.sendFile(filename, pdf(filename));
    await clerk.expectCard(filename);
  }
  await clerk.click('下一步');
  for (const { role, name, employment, bio } of sample.section3.members) {
    await pace(`添加${name}`);
    await clerk.click('添加一位');
    const position = role === '主要负责人' ? `主要负责人（${employment}）` : '专职人员';
    await clerk.click('保存', { 姓名: name, 身份: position, 个人简介: bio });
  }
  await clerk.click('下一步');
  await playLongText(clerk, sample.section4.text, '未来发展思路，发两条聊天消息', pace);
  for (const { name, period, content } of sample.section5.cases) {
    await pace(`添加案例：${name}`);
    await clerk.click('添加一个');
    await clerk.click('保存', { 名称: name, 实施时间: period, 内容和效果: content });
  }
  await clerk.click('下一步');
  await pace('申请备案机构意见');
  await clerk.click('保存，去检查', { 申请备案机构意见: sample.section6.opinion });
};

/** A text of more than 1000 characters does not fit a card's input, so it comes as two ordinary messages, looked at together. */
const playLongText = async (clerk: Player, text: string, what: string, pace: Pace) => {
  const middle =
    text.indexOf('\n', text.length / 2) > 0
      ? text.indexOf('\n', text.length / 2)
      : text.indexOf('。', text.length / 2) + 1;
  const parts = [text.slice(0, middle), text.slice(middle).replace(/^\n/, '')].filter(Boolean);
  for (const [index, part] of parts.entries()) {
    await pace(what);
    await clerk.say(part);
    await clerk.expectCard(`已收到 ${index + 1} 段`);
  }
  await clerk.click('放进');
  await clerk.expectCard('已放进');
  await clerk.click('保存，下一步');
};

/** The declaration before 定稿, ticked. */
export const declared = { '本单位对备案材料的真实性、合法性负责': true };

/** The check code in the footer of a Word form, as somebody reads it off the paper. */
export const checkCodeIn = async ({ bytes }: { bytes: Buffer }): Promise<string> => {
  const parts = await partsOf(bytes);
  const footer = Object.entries(parts).find(([name]) => /footer\d*\.xml$/.test(name))![1];
  return footer
    .replaceAll(/<[^>]+>/g, '')
    .match(/校验码\s*(\w+)/)![1]!
    .slice(0, 4);
};

/** Every place that has to be signed or sealed, ticked, with the check code of that version. */
export const sealed = async (form: { bytes: Buffer }, slots: object = institutionSlots) => ({
  ...Object.fromEntries(Object.values(slots).map((words) => [words, true])),
  校验码: await checkCodeIn(form),
});

export const playSealing = async (clerk: Pick<Player, 'click'>, form: { bytes: Buffer }, pace = atOnce) => {
  await pace('核对签字盖章');
  await clerk.click('核对完毕', await sealed(form));
};

/** 定稿, scan, submit. */
export const playSubmission = async (clerk: Player, pace = atOnce) => {
  await pace('定稿');
  await clerk.click('定稿', declared);
  const form = await clerk.expectFile('备案表');
  await pace('打印、签字、盖章、扫描，发回扫描件');
  await clerk.sendFile('备案表-签字盖章扫描件.pdf', pdf(`scan of ${form.name}`));
  await clerk.expectCard('已收到并保存');
  await playSealing(clerk, form, pace);
  await pace('提交');
  await clerk.click('提交');
  return form;
};

/** The contact reads and recommends. */
export const playRecommendation = async (contact: Player, clerk: Player, sample: Sample, pace = atOnce) => {
  await contact.expectCard('审核：');
  await pace('联系人查看材料');
  await contact.click('拟推荐');
  await pace('填写第七部分意见');
  await contact.click('确认推荐', { 第七部分: sample.section7.opinion });
  await clerk.expectCard('已推荐');
  await clerk.expectFile('含推荐意见');
  return contact.expectFile('含推荐意见');
};
