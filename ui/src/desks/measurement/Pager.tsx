import { Button } from 'antd';
import css from '../../components/CursorPager.module.css';
import { useT } from '../../i18n';

/** Pages of a list that is already here. */
export function Pager({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  const t = useT();
  if (pages <= 1) return null;
  return (
    <nav className={css.pager} aria-label={t('table.pages')}>
      <Button size="small" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('table.prev')}
      </Button>
      <span aria-current="page">{t('measure.pageOf', { page: page + 1, of: pages })}</span>
      <Button size="small" disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
        {t('table.next')}
      </Button>
    </nav>
  );
}
