import { Problem } from '../api/problem';
import type { ApprovalItem, Me, Node } from '../api/types';
import type { Desk } from '../app/desks';
import type { ValuePoint } from '../charts/series';
import type { Beat } from '../components/Heartbeats';
import type { Clock } from '../components/LegalClock';
import { addDays } from '../format/date';

export const me: Me = {
  signed_in: true,
  user: 'u-2',
  name: '陈思远',
  organisation: {
    uscc: '91330000MA27U00X0B',
    name_zh: '浙江示例银行股份有限公司',
    name_en: 'Zhejiang Example Bank',
    roles: ['bank'],
    hosted: true,
  },
  roles: ['bank'],
  admin: false,
  actions: ['example.clock'],
};

export const node: Node = {
  version: 'dev',
  origin: 'shurong.example/registry',
  now: '2026-03-20T01:00:00Z',
  example: true,
  needs_setup: false,
};

export const proposal: ApprovalItem = {
  id: 'a1',
  org: '91330000MA27U00X0B',
  kind: 'lien.release',
  title: { zh: '解除质押', en: 'Release a lien' },
  subject: 'lien/1',
  summary: { zh: '解除质押：2025年青岛港集装箱车辆行程数据', en: 'Release the lien on 2025年青岛港集装箱车辆行程数据' },
  payload: {},
  maker: { user: 'u-1', name: '王敏' },
  proposed_at: '2026-03-20T01:12:00Z',
  state: 'pending',
  may_decide: true,
  may_retry: false,
  may_withdraw: false,
};

const load = () => Promise.resolve({ default: () => null });
export const desks: Desk[] = [
  {
    role: 'bank',
    pages: [
      { path: '/bank/worklist', nav: 'nav.worklist', load },
      { path: '/bank/cases', nav: 'term.lien', load },
    ],
  },
  { role: 'shared', pages: [{ path: '/log', nav: 'term.logIndex', load }] },
];

export const clocks: Clock[] = [
  { name: '受理', rule: '指引第十七条', since: '2026-03-16', until: '2026-03-18', total: 3, left: 1, state: 'met' },
  {
    name: '审查',
    rule: '指引第二十八条',
    since: '2026-03-18',
    until: '2026-03-31',
    total: 10,
    left: 7,
    state: 'running',
  },
  {
    name: '公示',
    rule: '指引第二十四条',
    since: '2026-03-13',
    until: '2026-03-19',
    total: 5,
    left: 1,
    state: 'running',
  },
  {
    name: '异议核查',
    rule: '指引第二十五条',
    since: '2026-03-02',
    until: '2026-03-13',
    total: 10,
    left: -2,
    state: 'running',
  },
  {
    name: '审查',
    rule: '',
    since: '2026-03-18',
    until: '2026-03-31',
    total: 10,
    left: 6,
    state: 'stopped',
    stoppedBy: '等待补正材料，不计入',
  },
];

export const points: ValuePoint[] = Array.from({ length: 60 }, (_, i) => ({
  date: addDays('2026-01-20', i),
  valueFen: i < 38 ? 896_800_000 + i * 150_000 : i < 44 ? 820_000_000 : 652_000_000,
  loanFen: i < 30 ? 450_000_000 : 420_000_000,
}));

export const events = [
  { date: '2026-02-27', label: '心跳变差' },
  { date: '2026-03-05', label: '追加保证金' },
];

export const beats: Beat[] = Array.from({ length: 45 }, (_, i) => ({
  date: addDays('2026-02-04', i),
  state: i === 12 || i === 13 ? 'missing' : i > 22 && i < 30 ? 'degraded' : 'ok',
  note: i > 22 && i < 30 ? '完整性 92.10% → 71.44%' : '1,204,332 行',
}));

export const rows = [
  {
    id: 'c1',
    name: '2025年青岛港集装箱车辆行程数据',
    org: '青岛示例港通数据有限公司',
    fen: 500_000_000,
    bp: 5575,
    state: 'warn' as const,
  },
  {
    id: 'c2',
    name: '2024-2025年泗洪稻虾种养记录',
    org: '泗洪示例农业科技有限公司',
    fen: 250_000_000,
    bp: 2980,
    state: undefined,
  },
  {
    id: 'c3',
    name: '停车场时段占用率 API',
    org: '临安示例数智城市发展有限公司',
    fen: 1_250_000_000,
    bp: 6640,
    state: 'seal' as const,
  },
];

export const problem = new Problem(422, {
  code: 'org.uscc_check_digit',
  detail_zh: '统一社会信用代码 91350100M000100Y44 的校验位应为 3',
  detail_en: 'credit code 91350100M000100Y44: the check digit should be 3',
  hint_zh: '请对照营业执照核对第 18 位',
  hint_en: 'compare character 18 with the business licence',
  field: 'body.uscc',
  instance: 'urn:shurong:request:01JD4Q8W6Y2K3V9R7T5N1M0ZXC',
});
