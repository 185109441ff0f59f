import { describe, expect, test } from 'vitest';
import { understand, type Wish, wishes, wishOfMenu } from '../../bot/sayings.ts';

const table: Record<Wish, string> = {
  help: '帮助 help Help！ ？ ?? 怎么用 怎么填 如何使用 使用说明 你会什么 你能做什么？ 有什么功能 不会用 看不懂 我不会填 这个怎么填 这一项该怎么写 客服 帮帮我 请问怎么操作',
  home: '首页 菜单 回首页 返回首页 主菜单 你好 您好！ Hi 在吗 下午好',
  start: '开始 开始填报 我要填报 备案 我要备案 开始填吧 新建 申报 我想申报 开始填写备案表 我想申报网点 我要报服务网点',
  continue:
    '继续 继续填报 继续填吧 接着填 接着弄 接着来 往下填 下一步 继续。 那就继续吧 回到没填完的地方 帮我继续 请继续',
  progress:
    '进度 总览 检查 查看进度 到哪了 我填到哪了 我填到哪里了？ 填得怎么样了 还差什么 还缺哪些 还有什么没填 哪里有问题 审核到哪了 审核通过了吗 批下来了吗 有结果了吗 办到哪一步了 看看进度 状态',
  back: '上一步 返回上一步 上一页 上一题 返回 回上一步 回到上一步 后退 回去',
  skip: '跳过 先跳过 跳过这题 跳过这一步 这题先不填 这个先跳过 下一题 略过 这一部分先放着',
  answers: '查看全部内容 全部内容 我填了什么 我填了哪些内容 看看我填的内容 查看内容 通读',
  export:
    '导出 导出Word 导出word草稿 导出 文本 下载 打印 给我一份word 发我一份 国家系统填报文本 填报文本 预览 下载备案表',
  quit: '退出 先不填了 不填了 不弄了 先这样 先这样吧 先到这里 暂停 明天再填 下次再说 改天再弄 有空再填 保存退出 再见 回头再说',
  receipt: '回执 查回执 看回执 我的回执 提交回执 查询号 查询号是多少 提交成功了吗 交上去了没有 有没有提交成功',
  restart: '重新开始 从头开始 从头再来 重来 重填 清空 全部清空 重新填报 我想重新填',
  how: '怎么交 怎么提交 怎么提交材料？ 如何上报 要怎么交 提交给谁 交给谁 流程 填完了怎么办 接下来怎么办 接下来做什么 怎么定稿 提交',
  deadline:
    '什么时候截止 截止日期 什么时候交 哪天截止？ 截止到什么时候 最晚什么时候交 最迟哪天 还有几天 还剩多少天 来得及吗 期限 请问什么时候截止',
  abandon: '本次不申报 不申报了 不报了 今年不报了 放弃申报 取消申报 我不想申报了 不参加了 放弃',
  resume: '重新申报 恢复申报 我要重新申报 还是要申报',
  reminders: '提醒设置 设置提醒 关闭提醒 不要提醒我 别再提醒了 免打扰 取消提醒',
  thanks: '谢谢 好的 收到 知道了 明白了 嗯嗯 OK 辛苦了 谢谢您',
};

describe('what people say is understood', () => {
  const rows = Object.entries(table).flatMap(([wish, words]) => split(words).map((said) => [said, wish] as const));
  test('the table holds enough of it', () => expect(rows.length).toBeGreaterThanOrEqual(120));
  test.each(rows)('%s: %s', (said, wish) => {
    expect(understand(said)).toEqual({ wish });
  });
});

/** Sayings are parted by blanks; a blank before 文本 belongs to one. */
function split(words: string): string[] {
  return words.replace('导出 文本', '导出文本').split(' ');
}

test.each([
  ['修改手机', '手机'],
  ['改手机', '手机'],
  ['我要修改手机号', '手机号'],
  ['帮我改一下邮箱', '邮箱'],
  ['改联系人电话', '联系人电话'],
  ['地址填错了', undefined],
  ['修改地址', '地址'],
  ['请修改一下单位名称。', '单位名称'],
  ['填写第二部分', '第二部分'],
  ['更正总人数', '总人数'],
  ['补填典型案例', '典型案例'],
])('%s asks for %s', (said, words) => {
  expect(understand(said)).toEqual(words && { wish: 'edit', words });
});

test.each([
  '13800000000',
  '张三',
  '望舒区求索路88号',
  '继续教育学院的老师和学生',
  '本中心成立于1986年。',
  '提交材料需要的设备已经齐备，场地三百平方米。',
  '帮助中小微企业做专利检索',
  '开始\n继续',
  '',
  '   ',
  '请',
  '一下',
  `继续${'很长'.repeat(20)}`,
])('%j is no wish', (said) => {
  expect(understand(said)).toBeUndefined();
});

test('the menu says the same by its keys', () => {
  for (const wish of wishes) expect(wishOfMenu(wish)).toBe(wish);
  expect(wishOfMenu('nobody_knows')).toBeUndefined();
});
