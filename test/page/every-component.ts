/** A card with every component the bot may use, for the page's tests and for looking at it. */
export function everyComponent(imgKey: string) {
  const plain = (content: string) => ({ tag: 'plain_text', content });
  const callback = (value: object) => [{ type: 'callback', value }];
  return {
    schema: '2.0',
    config: { update_multi: true, width_mode: 'fill' },
    header: {
      title: plain('第 3 步 · 机构基本情况'),
      subtitle: plain('国家知识产权信息公共服务网点备案 · 2023 年度'),
      template: 'blue',
      text_tag_list: [
        { tag: 'text_tag', text: plain('填写中'), color: 'yellow' },
        { tag: 'text_tag', text: plain('3/8'), color: 'neutral' },
      ],
    },
    body: {
      vertical_spacing: '12px',
      elements: [
        {
          tag: 'markdown',
          content: [
            '**请核对**下面的内容，<font color="red">红色</font>为必改项 <text_tag color="green">已保存</text_tag>',
            '- 第一项 ~~作废~~ *斜体*',
            '- 第二项 `代码` 与 [官网](https://www.cnipa.gov.cn/)',
            '    1. 里层一',
            '    2. 里层二',
            '',
            '实体：5 &#42; 3 &lt;b&gt; &sim; [脚本](javascript:alert(1))',
          ].join('\n'),
        },
        {
          tag: 'div',
          text: { ...plain('截止日期：2023 年 4 月 15 日，还有 9 天'), text_size: 'notation', text_color: 'grey' },
          fields: [
            { is_short: true, text: { tag: 'lark_md', content: '**推荐部门**\n江苏省知识产权局' } },
            { is_short: true, text: { tag: 'lark_md', content: '**本部门名额**\n3 / 5' } },
          ],
        },
        { tag: 'hr' },
        {
          tag: 'column_set',
          flex_mode: 'stretch',
          background_style: 'grey-50',
          columns: [
            column(1, [{ tag: 'markdown', content: '**完成度**\n62%' }]),
            column(1, [{ tag: 'markdown', content: '**已填**\n21 项' }]),
            column(2, [{ tag: 'markdown', content: '**下一步**\n文献资源情况' }]),
          ],
        },
        {
          tag: 'collapsible_panel',
          header: { title: { tag: 'markdown', content: '**填写说明**（点开查看）' } },
          border: { color: 'grey-300', corner_radius: '6px' },
          elements: [{ tag: 'markdown', content: '机构名称须与公章一致。\n\n> 见《通知》第二条' }],
        },
        {
          tag: 'interactive_container',
          has_border: true,
          border_color: 'blue-200',
          corner_radius: '8px',
          padding: '8px 12px',
          behaviors: callback({ open: 'filing' }),
          elements: [{ tag: 'markdown', content: '**查看整份备案表** ›\n已填 21 项，还缺 5 项' }],
        },
        {
          tag: 'form',
          name: 'section_3',
          elements: [
            {
              tag: 'input',
              name: 'name',
              label: plain('机构名称'),
              required: true,
              width: 'fill',
              placeholder: plain('与公章一致'),
            },
            {
              tag: 'input',
              name: 'about',
              label: plain('机构简介'),
              input_type: 'multiline_text',
              rows: 3,
              max_length: 1000,
              width: 'fill',
              default_value: '成立于 1998 年。',
            },
            { tag: 'markdown', content: '**机构类型**' },
            {
              tag: 'select_static',
              name: 'kind',
              required: true,
              width: 'fill',
              placeholder: plain('请选择类型'),
              options: options('高校', '科研院所', '图书情报机构', '产业园区', '行业协会'),
            },
            { tag: 'markdown', content: '**服务内容**（可多选）' },
            {
              tag: 'multi_select_static',
              name: 'services',
              required: false,
              width: 'fill',
              selected_values: ['检索'],
              options: options('检索', '分析', '培训', '咨询', '宣传推广'),
            },
            {
              tag: 'column_set',
              flex_mode: 'stretch',
              columns: [
                column(1, [
                  { tag: 'markdown', content: '**成立日期**' },
                  { tag: 'date_picker', name: 'since', width: 'fill', placeholder: plain('请选择日期') },
                ]),
                column(1, [
                  { tag: 'markdown', content: '**开放时间**' },
                  { tag: 'picker_time', name: 'opens', width: 'fill', initial_time: '09:00' },
                ]),
              ],
            },
            {
              tag: 'collapsible_panel',
              header: { title: plain('更多（选填）') },
              elements: [{ tag: 'input', name: 'site', label: plain('网站'), required: true, width: 'fill' }],
            },
            { tag: 'checker', name: 'truth', text: plain('以上内容真实，不含涉密信息'), checked: false },
            {
              tag: 'column_set',
              flex_mode: 'flow',
              columns: [
                auto([
                  {
                    ...{ tag: 'button', name: 'save', type: 'primary_filled', form_action_type: 'submit' },
                    text: plain('保存并继续'),
                    confirm: { title: plain('保存这一步？'), text: plain('保存后仍可以返回修改。') },
                  },
                ]),
                auto([{ tag: 'button', name: 'back', form_action_type: 'submit', text: plain('上一步') }]),
                auto([{ tag: 'button', name: 'again', type: 'text', form_action_type: 'reset', text: plain('还原') }]),
              ],
            },
          ],
        },
        { tag: 'markdown', content: '### 已上传的材料' },
        {
          tag: 'table',
          page_size: 2,
          header_style: { background_style: 'grey' },
          columns: [
            { name: 'item', display_name: '材料', data_type: 'text' },
            { name: 'state', display_name: '状态', data_type: 'options' },
            { name: 'pages', display_name: '页数', data_type: 'number' },
          ],
          rows: [
            { item: '法人证书', state: [{ text: '已收到', color: 'green' }], pages: 2 },
            { item: '场地照片', state: [{ text: '待补', color: 'orange' }], pages: 0 },
            { item: '人员名单', state: [{ text: '已收到', color: 'green' }], pages: 11 },
          ],
        },
        { tag: 'img', img_key: imgKey, alt: plain('流程示意') },
        {
          tag: 'chart',
          color_theme: 'rainbow',
          chart_spec: {
            type: 'bar',
            title: { text: '各部门推荐数' },
            xField: '部门',
            yField: '推荐',
            seriesField: '年度',
            legends: { visible: true, orient: 'bottom' },
            data: [
              {
                values: [
                  { 部门: '江苏', 推荐: 3, 年度: '2022' },
                  { 部门: '浙江', 推荐: 5, 年度: '2022' },
                  { 部门: '江苏', 推荐: 4, 年度: '2023' },
                  { 部门: '浙江', 推荐: 5, 年度: '2023' },
                ],
              },
            ],
          },
        },
        {
          tag: 'markdown',
          content: '|条件|结论|\n|---|---|\n|独立法人|**符合**|\n|专职人员|<font color="red">还差 1 人</font>|',
        },
        {
          tag: 'column_set',
          flex_mode: 'flow',
          columns: [
            auto([
              { tag: 'button', type: 'primary', text: plain('查看进度'), behaviors: callback({ do: 'progress' }) },
            ]),
            auto([
              {
                ...{ tag: 'button', type: 'danger', text: plain('撤销备案'), behaviors: callback({ do: 'withdraw' }) },
                confirm: { title: plain('确定撤销？'), text: plain('撤销后需要重新填写。') },
              },
            ]),
            auto([
              {
                ...{ tag: 'button', text: plain('提交推荐'), disabled: true },
                disabled_tips: plain('还有 5 项没有填'),
              },
            ]),
            auto([
              {
                ...{ tag: 'button', type: 'primary_text', text: plain('通知原文') },
                behaviors: [{ type: 'open_url', default_url: 'https://www.cnipa.gov.cn/' }],
              },
            ]),
          ],
        },
      ],
    },
  };

  function column(weight: number, elements: object[]) {
    return { tag: 'column', width: 'weighted', weight, padding: '8px', elements };
  }
  function auto(elements: object[]) {
    return { tag: 'column', width: 'auto', elements };
  }
  function options(...words: string[]) {
    return words.map((word) => ({ text: plain(word), value: word }));
  }
}

/** A small card of another colour, to look at beside the large one. */
export function notice(template: string, title: string, words: string) {
  return {
    schema: '2.0',
    header: { title: { tag: 'plain_text', content: title }, template },
    body: {
      elements: [
        { tag: 'markdown', content: words },
        {
          tag: 'button',
          type: 'primary_filled',
          width: 'fill',
          text: { tag: 'plain_text', content: '去处理' },
          behaviors: [{ type: 'callback', value: { go: title } }],
        },
      ],
    },
  };
}

/** The components that the first card leaves out: people, sounds, menus, and pictures to look at and to choose from. */
export function rarerComponents(imgKey: string, soundKey: string) {
  const plain = (content: string) => ({ tag: 'plain_text', content });
  const callback = (value: object) => [{ type: 'callback', value }];
  const icon = (token: string, color?: string) => ({ tag: 'standard_icon', token, color });
  const entry = (text: string, value: string) => ({ text: plain(text), value });
  const pictures = ['甲', '乙', '丙'].map((value) => ({ img_key: imgKey, value, hover_tips: plain(`方案${value}`) }));
  return {
    schema: '2.0',
    config: { enable_forward: false },
    header: {
      title: plain('其他组件'),
      template: 'green',
      icon: icon('member_outlined', 'green'),
      text_tag_list: [{ tag: 'text_tag', text: plain('示例'), color: 'carmine' }],
    },
    body: {
      vertical_spacing: '12px',
      elements: [
        { tag: 'person', user_id: 'ou_zhou', show_name: true },
        { tag: 'person', user_id: 'ou_chen', style: 'capsule', size: 'small' },
        { tag: 'person_list', persons: [{ id: 'ou_lin' }, { id: 'ou_zhou' }], show_avatar: true, size: 'small' },
        {
          tag: 'markdown',
          content:
            "请 <at id=ou_zhou></at> 在 <local_datetime millisecond='1700000000000' format_type='date'></local_datetime> 前处理",
          icon: icon('time_outlined', 'orange'),
        },
        { tag: 'div', text: plain('材料须由推荐部门审核'), icon: icon('info_outlined', 'blue') },
        { tag: 'audio', file_key: soundKey, width: 'fill' },
        { tag: 'img_combination', combination_mode: 'triple', img_list: [1, 2, 3].map(() => ({ img_key: imgKey })) },
        { tag: 'img', img_key: imgKey, alt: plain('小图'), size: 'medium', scale_type: 'crop_center' },
        {
          tag: 'table',
          freeze_first_column: true,
          row_height: 'middle',
          columns: [
            { name: 'who', display_name: '审核人', data_type: 'persons' },
            { name: 'on', display_name: '日期', data_type: 'date', date_format: 'YYYY/MM/DD' },
            {
              name: 'fee',
              display_name: '金额',
              data_type: 'number',
              format: { symbol: '¥', precision: 2, separator: true },
            },
          ],
          rows: [{ who: ['ou_zhou', 'ou_chen'], on: 1700000000000, fee: 12345.6 }],
        },
        {
          tag: 'form',
          name: 'visit',
          elements: [
            { tag: 'markdown', content: '**会议时间**' },
            { tag: 'picker_datetime', name: 'at', width: 'fill', placeholder: plain('请选择') },
            { tag: 'markdown', content: '**联系人**' },
            { tag: 'select_person', name: 'contact', width: 'fill', placeholder: plain('请选择联系人'), options: [] },
            { tag: 'markdown', content: '**评审人**' },
            {
              tag: 'multi_select_person',
              name: 'readers',
              width: 'fill',
              selected_values: ['ou_zhou'],
              options: [{ value: 'ou_zhou' }, { value: 'ou_chen' }],
            },
            { tag: 'markdown', content: '**门头样式**' },
            { tag: 'select_img', name: 'fronts', multi_select: true, layout: 'trisect', options: pictures },
            {
              tag: 'input',
              name: 'note',
              label: plain('备注'),
              input_type: 'multiline_text',
              rows: 3,
              auto_resize: true,
              max_rows: 6,
              width: 'fill',
            },
            { tag: 'input', name: 'short', label: plain('联系电话'), label_position: 'left' },
            { tag: 'button', name: 'plan', type: 'primary_filled', form_action_type: 'submit', text: plain('约定') },
          ],
        },
        {
          tag: 'checker',
          name: 'todo',
          text: plain('寄出纸质材料'),
          overall_checkable: false,
          checked_style: { show_strikethrough: true, opacity: 0.6 },
          behaviors: callback({ done: 'paper' }),
          button_area: {
            buttons: [
              { tag: 'button', size: 'tiny', type: 'text', text: plain('详情'), behaviors: callback({ see: 'paper' }) },
            ],
          },
        },
        {
          tag: 'column_set',
          columns: [
            {
              tag: 'column',
              width: 'auto',
              elements: [
                {
                  tag: 'button',
                  text: plain('写便条'),
                  icon: icon('edit_outlined'),
                  hover_tips: plain('只有自己看得到'),
                  behaviors: callback({ do: 'note' }),
                },
              ],
            },
            {
              tag: 'column',
              width: 'auto',
              elements: [
                {
                  tag: 'overflow',
                  options: [entry('转交同事', 'hand_over'), entry('下载 Word', 'word'), entry('稍后提醒', 'later')],
                },
              ],
            },
          ],
        },
      ],
    },
  };
}
