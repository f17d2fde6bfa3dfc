/** Work lists: what waits for the reader, until when. */
export const work = {
  'work.what': '事项',
  'work.act': '要办的事',
  'work.who': '相关方',
  'work.due': '期限',
  'work.note': '说明',
  'work.left': '剩 {{count}} 天',
  'work.dueToday': '今日到期',
  'work.late': '逾期 {{count}} 天',
  'work.beatLate': '心跳迟到',
  'work.beatCame': '心跳已恢复',
  'work.beatSince': '应于 {{since}} 前测量，宽限至 {{last}}，至今未到',
  'work.beatUntil': '自 {{since}} 起迟到，{{until}} 已恢复或质权终止',
  'work.since': '{{date}} 起',
  'work.approvals': '待我复核',
  'work.mine': '待我办理',
} as const;
