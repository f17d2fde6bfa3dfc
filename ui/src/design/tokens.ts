/**
 * Every colour, size and typeface of the interface. The look is that of a ledger: paper, ink, hairlines, square corners,
 * one working blue (黛), and vermilion (朱砂) kept for seals and for what is broken. Nothing else names a colour.
 *
 * Meaning is never carried by colour alone; `value`, `loan` and `line` are told apart by colour-blind readers too, and
 * mean the same in every chart: appraised value, balance of the loan, a limit not to be crossed.
 */
export interface Palette {
  paper: string;
  surface: string;
  sunken: string;
  ink: string;
  inkSoft: string;
  inkFaint: string;
  rule: string;
  ruleStrong: string;
  primary: string;
  primaryStrong: string;
  primaryTint: string;
  /** Filled button: background that carries onPrimary at 4.5:1 or more. */
  action: string;
  onAction: string;
  seal: string;
  sealTint: string;
  warn: string;
  warnTint: string;
  good: string;
  goodTint: string;
  focus: string;
  value: string;
  loan: string;
  line: string;
}

export const light: Palette = {
  paper: '#f6f5f0',
  surface: '#fffefb',
  sunken: '#eeece4',
  ink: '#1b2330',
  inkSoft: '#465060',
  inkFaint: '#606a78',
  rule: '#dcd8cc',
  ruleStrong: '#b5b0a1',
  primary: '#24476b',
  primaryStrong: '#16324f',
  primaryTint: '#e5ebf2',
  action: '#24476b',
  onAction: '#ffffff',
  seal: '#a8321f',
  sealTint: '#f7e6e1',
  warn: '#805400',
  warnTint: '#f6ecd5',
  good: '#1f6448',
  goodTint: '#e0eee6',
  focus: '#0a66c2',
  value: '#2a639e',
  loan: '#b35c00',
  line: '#a8321f',
};

export const dark: Palette = {
  paper: '#10141a',
  surface: '#171d25',
  sunken: '#0b0e13',
  ink: '#e8e5dc',
  inkSoft: '#b7bcc4',
  inkFaint: '#949ca8',
  rule: '#2b333e',
  ruleStrong: '#4a5564',
  primary: '#92b7dd',
  primaryStrong: '#b9d2ec',
  primaryTint: '#1d2b3b',
  action: '#326a9f',
  onAction: '#ffffff',
  seal: '#ee8f7c',
  sealTint: '#3a211d',
  warn: '#e0b25a',
  warnTint: '#33290f',
  good: '#7cc4a0',
  goodTint: '#16302a',
  focus: '#6cb2ff',
  value: '#78aee4',
  loan: '#e79a45',
  line: '#ee8f7c',
};

export const type = {
  sans: `system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Source Han Sans SC", "Droid Sans Fallback", sans-serif`,
  /** Certificates and the brand only. */
  serif: `"Songti SC", "Noto Serif SC", "Source Han Serif SC", STSong, SimSun, Georgia, serif`,
  mono: `ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace`,
  size: { small: 12, base: 14, lead: 16, title: 22 },
} as const;

export const space = { xs: 4, s: 8, m: 16, l: 24, xl: 40 } as const;
export const radius = 2;
export const sideWidth = 208;
export const headHeight = 52;
/** Below this the side menu is a drawer and tables become lists. */
export const narrow = 860;

const kebab = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

function variables(p: Palette): string {
  return Object.entries(p)
    .map(([name, value]) => `--${kebab(name)}:${value};`)
    .join('');
}

/** The tokens as custom properties. `data-theme` on the root element overrides what the system asks for. */
export function tokenSheet(): string {
  const fixed =
    `--sans:${type.sans};--serif:${type.serif};--mono:${type.mono};` +
    Object.entries(type.size)
      .map(([k, v]) => `--text-${k}:${v}px;`)
      .join('') +
    Object.entries(space)
      .map(([k, v]) => `--space-${k}:${v}px;`)
      .join('') +
    `--radius:${radius}px;--side:${sideWidth}px;--head:${headHeight}px;`;
  return (
    `:root{color-scheme:light;${fixed}${variables(light)}}` +
    `:root[data-theme=dark]{color-scheme:dark;${variables(dark)}}` +
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(dark)}}}`
  );
}
