/** What each kind of entry of a filing's history says to people; the entry's first word names it. */
export const verbs = {
  ...{
    create: '开始填报',
    save: '保存',
    confirm: '核对更正后的表格',
    conflict: '两人同时修改，两份都留下',
    choose: '在两份之间选定',
  },
  ...{
    append: '补充长文字',
    replace: '替换长文字',
    undo: '撤销上一次修改',
    item: '增改一条',
    remove: '删除一条',
    move: '移动一条',
  },
  ...{
    adopt: '采用读出的内容',
    unadopt: '撤销采用的内容',
    receive: '收到文件',
    attach: '放入文件',
    scan: '收到扫描件',
    page: '收到扫描照片',
  },
  ...{
    place: '放好文件',
    drop: '移除待放的文件',
    takeOut: '移除文件',
    restore: '放回',
    moveFile: '调整文件顺序',
    renameFile: '文件改名',
  },
  ...{
    finishScan: '照片合成扫描件',
    complete: '收到全部盖章件',
    dropComplete: '移除全部盖章件',
    seal: '核对单位签字盖章',
  },
  ...{
    sealComplete: '核对全部签字盖章',
    unseal: '撤回签字盖章的核对',
    file: '登记国家系统申报',
    freeze: '定稿',
    reopen: '重新修改',
    submit: '提交',
    withdraw: '撤回',
  },
  ...{
    abandon: '本次不申报',
    resume: '重新申报',
    join: '加入填报',
    leave: '退出填报',
    assign: '分工',
    claim: '申请接手',
  },
  ...{
    invite: '邀请同事',
    found: '找到受邀人',
    uninvite: '收回邀请',
    decline: '谢绝邀请',
    judge: '过目答复',
    handOver: '移交',
  },
  ...{
    assignReview: '转交审核',
    unassign: '收回转交',
    opinion: '征求意见',
    approval: '请负责人批准',
    advised: '同意推荐',
    dissented: '不同意推荐',
    dropOpinion: '撤回征求意见',
  },
  ...{ open: '开始审核', return: '退回补正', recommend: '拟推荐', rank: '调整排序', takeBack: '撤销决定' },
  ...{
    turnDown: '不予推荐',
    moveUp: '候补递补',
    wait: '列入候补',
    due: '改补正期限',
    expire: '到期',
    extension: '延期',
    admit: '准许申报或改变去向',
    reroute: '推荐路径调整',
  },
  ...{
    extended: '延期',
    agreed: '过目：同意',
    objected: '过目：不同意',
    officeReturn: '主办方退回补正',
    refuse: '不予备案',
  },
  ...{
    objection: '异议不成立',
    publicise: '公示',
    object: '登记异议',
    correctPublicity: '更正公示',
    correctNumber: '更正编号',
    approve: '准予备案',
    list: '列入名单',
    approved: '准予备案',
  },
  ...{
    urge: '催办',
    urgeRead: '催办已读',
    acknowledge: '抄送已阅',
  },
} as const;
/** Entries that are named by more than one word. */
export const phrases = {
  ...{
    'remove member': '移除同事',
    'ask to look': '请负责人过目',
    'claim refused': '不同意接手',
    'owner out of reach': '联系不到填报人',
    'claim granted': '接手',
  },
  ...{ 'invitation sent': '邀请已送达', 'invitation: nobody found': '没有找到受邀人', 'extension ended': '结束延期' },
  ...{ 'objected to': '不同意定稿', 'hand over': '移交' },
} as const;

/** What an entry may be called: the compiler asks for words for each new kind. */
export type EntryKind =
  | keyof typeof verbs
  | `${keyof typeof verbs} ${string}`
  | `${keyof typeof verbs}: ${string}`
  | keyof typeof phrases;
