declare module '*.css';
// One component a path keeps the bundle small; its declarations stand in the package's index, under other rules of import.
declare module '@douyinfe/semi-ui-19/lib/es/avatar' {
  export { Avatar as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/badge' {
  export { Badge as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/tag' {
  export { Tag as default } from '@douyinfe/semi-ui-19';
}
declare module '@douyinfe/semi-ui-19/lib/es/tooltip' {
  export { Tooltip as default } from '@douyinfe/semi-ui-19';
}
