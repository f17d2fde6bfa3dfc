import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { Money } from '../../components/Money';
import { Figure, Figures } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { useT } from '../../i18n';

/** The loans a bank gave, summed up. */
export function PortfolioFigures() {
  const t = useT();
  const query = useQuery({ queryKey: ['portfolio'], queryFn: () => body(api.GET('/api/v1/portfolio')) });
  return (
    <PageState query={query}>
      {(p) => (
        <Figures>
          <Figure name={t('portfolio.outstanding')} note={t('portfolio.loans', { count: p.loans })}>
            <Money fen={p.outstanding_fen} />
          </Figure>
          <Figure
            name={t('portfolio.overdue')}
            note={p.by_class
              .filter((c) => c.loans > 0)
              .map((c) => `${t(`class.${c.class}`)} ${t('portfolio.class', { count: c.loans })}`)
              .join(' · ')}
          >
            <Money fen={p.overdue_fen} />
          </Figure>
          <Figure
            name={t('portfolio.calls')}
            note={t('portfolio.callsOpen', { open: p.calls_open, failed: p.calls_failed })}
          >
            {p.calls_open + p.calls_failed}
          </Figure>
        </Figures>
      )}
    </PageState>
  );
}
