import type { Annex1 } from './annex1.ts';
import { printable } from './printable.ts';

/**
 * The answers as plain text to copy from, section by section in the order of the official form, which the screens of the
 * national system follow. With a byte order mark and CRLF, because the editor at hand in an office may be an old one.
 */
export const textPack = (form: Annex1, title: string): Buffer => {
  const { cover } = form;
  const blocks = [
    title,
    '逐项复制到国家知识产权公共服务网的公共服务管理系统。以系统中提交并上传的签字盖章扫描件为准。',
    section('封面', [
      ['备案机构', cover.institutionName],
      ['推荐部门', cover.departmentName],
      ['填报日期', cover.filledOn],
    ]),
    section('一、机构基本情况', [
      ['名称', form.name],
      ['机构性质', form.nature],
      ['地址', form.address],
      ['主要负责人及职务', form.principal],
      ['总人数', form.staffTotal],
      ['专职人员数量', form.staffFulltime],
      ['兼职人员数量', form.staffParttime],
      ['联系人', form.contactName],
      ['手机', form.contactMobile],
      ['邮箱', form.contactEmail],
      ['服务对象', form.serviceTargets],
      ['服务事项清单', form.serviceItems.join('\n')],
    ]),
    section('二、工作基础和优势特点', [['内容', form.foundation]]),
    section(
      '三、服务团队人员情况',
      form.team.map(({ heading, bio }, index) => [`${index + 1}. ${heading}`, bio]),
    ),
    section('四、未来发展思路和支持措施', [['内容', form.plan]]),
    ...form.cases.map((one, index) =>
      section(`五、典型案例（${index + 1}）`, [
        ['名称', one.name],
        ['实施时间', one.period],
        ['内容和效果', one.content],
      ]),
    ),
    section('六、申请备案机构意见', [['内容', form.opinion]]),
    ...(form.added?.length
      ? [
          section(
            '其他内容',
            form.added.map(({ label, text }): [string, string] => [label, text]),
          ),
        ]
      : []),
    ...(form.departmentOpinion ? [section('七、推荐部门意见', [['内容', form.departmentOpinion]])] : []),
  ];
  return Buffer.from(`\ufeff${printable(blocks.join('\n\n\n')).replaceAll('\n', '\r\n')}\r\n`, 'utf8');
};

/** Each value stands on lines of its own below its name, so that it can be marked and copied whole. */
const section = (title: string, rows: [string, string][]): string =>
  [`════ ${title} ════`, ...rows.map(([name, value]) => `【${name}】\n${value || '（空）'}`)].join('\n\n');
