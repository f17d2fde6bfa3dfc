import { Link } from 'react-router';
import { useT } from '../../i18n';
import { useMe } from '../../session/session';
import css from './NextActs.module.css';

/** What a data company can begin when nothing waits: in the order of the road from its data to money. */
export function NextActs() {
  const t = useT();
  const { actions } = useMe();
  if (!actions.includes('asset.describe')) return null;
  return (
    <nav className={css.acts} aria-label={t('worklist.next')}>
      <Link to="/enterprise/assets">{t('worklist.toAssets')}</Link>
      <Link to="/enterprise/assets/new">{t('asset.add')}</Link>
      {actions.includes('application.submit') && <Link to="/applications/new">{t('credit.new')}</Link>}
    </nav>
  );
}
