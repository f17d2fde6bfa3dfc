import { Button } from 'antd';
import { Sheet } from '../../components/Page';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import css from './Search.module.css';

/** The search certificate of a data asset or a holder: everything on record about it, and proof that nothing was left out. */
export function Certified({ kind, value }: { kind: 'asset' | 'holder'; value: string }) {
  const t = useT();
  const { actions } = useMe();
  const path = `/api/v1/searches/${kind}s/${value}`;
  return (
    <Sheet title={t(`search.of.${kind}`)} aside={<code>{value}</code>}>
      <p>{t(actions.includes('search.issue') ? `search.of.${kind}.note` : 'search.mayNot')}</p>
      {actions.includes('search.issue') && (
        <div className={css.files}>
          <Button type="primary" href={`${path}?format=pdf`} target="_blank">
            {t('search.pdf')}
          </Button>
          <Button href={`${path}?format=json`} download>
            {t('search.json')}
          </Button>
        </div>
      )}
    </Sheet>
  );
}
