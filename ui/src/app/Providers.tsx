import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import enUS from 'antd/es/locale/en_US';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useMode } from '../design/mode';
import { nonce } from '../design/nonce';
import { antTheme } from '../design/theme';
import { type Language, useLanguage } from '../i18n';

async function antLocale(lang: Language): Promise<Locale> {
  return lang === 'zh' ? (await import('antd/es/locale/zh_CN')).default : enUS;
}

/** Our theme and the reader's language for what Ant Design draws. */
export function Providers({ children }: { children: ReactNode }) {
  const mode = useMode();
  const lang = useLanguage();
  const theme = useMemo(() => antTheme(mode), [mode]);
  const [locale, setLocale] = useState<Locale>();
  useEffect(() => {
    let live = true;
    void antLocale(lang).then((l) => live && setLocale(l));
    return () => {
      live = false;
    };
  }, [lang]);
  return (
    <ConfigProvider
      theme={theme}
      locale={locale}
      csp={{ nonce }}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  );
}
