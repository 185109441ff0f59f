// One component a path keeps the bundle small; its declarations stand in the package's index, under other rules of import.
declare module '@douyinfe/semi-ui-19/lib/es/button' {
  export { Button as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/input' {
  export { Input as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/inputNumber' {
  export { InputNumber as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/select' {
  export { Select as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/switch' {
  export { Switch as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/tabs' {
  export { Tabs as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/tabs/TabPane' {
  export { TabPane as default } from '@douyinfe/semi-ui-19';
}
