export const desks = {
  'nav.worklist': '待办',
  'worklist.empty': '眼下没有等您办的事',
} as const;
