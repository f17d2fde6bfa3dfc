import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { Facts, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { useT, useWord } from '../../i18n';
import css from './Decision.module.css';

/** Whom a request about the joint sanction list concerns, on what grounds and until when; and the words of the decision. */
export function SanctionWords({ id }: { id: string }) {
  const t = useT();
  const word = useWord();
  const query = useQuery({
    queryKey: ['sanction proposal', id],
    queryFn: () => body(api.GET('/api/v1/sanctions/proposals/{approval}', { params: { path: { approval: id } } })),
  });
  return (
    <PageState query={query}>
      {(p) => (
        <>
          <Sheet title={t('decision.figures')}>
            <Facts
              items={[
                [t('sanction.subject'), <Party key="s" party={p.subject} code />],
                p.grounds !== undefined && [t('sanction.grounds'), word('grounds', p.grounds)],
                p.until !== undefined && [t('sanction.until'), p.until],
              ]}
            />
          </Sheet>
          <Sheet title={t('sanction.words')} aside={t('decision.wordsWhy')}>
            <div className={css.word}>
              <p>{p.text || t('decision.wordsGone')}</p>
            </div>
          </Sheet>
        </>
      )}
    </PageState>
  );
}
