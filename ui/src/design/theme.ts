import { type ThemeConfig, theme } from 'antd';
import { dark, light, radius, type } from './tokens';

/** What Ant Design draws (forms, dialogs, drawers) in our tokens. Tables, menus and figures are our own. */
export function antTheme(mode: 'light' | 'dark'): ThemeConfig {
  const p = mode === 'dark' ? dark : light;
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    token: {
      fontFamily: type.sans,
      fontFamilyCode: type.mono,
      fontSize: type.size.base,
      borderRadius: radius,
      borderRadiusLG: radius,
      borderRadiusSM: radius,
      wireframe: false,
      colorPrimary: p.action,
      colorInfo: p.action,
      colorLink: p.primary,
      colorLinkHover: p.primaryStrong,
      colorSuccess: p.good,
      colorWarning: p.warn,
      colorError: p.seal,
      colorText: p.ink,
      colorTextSecondary: p.inkSoft,
      colorTextTertiary: p.inkFaint,
      colorTextDescription: p.inkFaint,
      colorTextPlaceholder: p.inkFaint,
      colorBgBase: p.surface,
      colorBgLayout: p.paper,
      colorBgContainer: p.surface,
      colorBgElevated: p.surface,
      colorBorder: p.ruleStrong,
      colorBorderSecondary: p.rule,
      boxShadow: '0 6px 24px rgb(0 0 0 / 0.16)',
      boxShadowSecondary: '0 6px 24px rgb(0 0 0 / 0.16)',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      controlHeight: 34,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px', labelColor: p.inkSoft },
      Input: { activeShadow: 'none' },
    },
  };
}
