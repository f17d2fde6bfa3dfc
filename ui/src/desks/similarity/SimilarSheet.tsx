import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { Sheet, Tag } from '../../components/Page';
import { useT, useWord } from '../../i18n';
import { useMe } from '../../session/session';
import { Containment } from './Containment';
import { gradeSentence } from './grade';
import css from './Similarity.module.css';

/** What registered data is similar to a certificate's, as much of it as the reader may know: nothing at all for strangers. */
export function SimilarSheet({ code }: { code: string }) {
  const t = useT();
  const word = useWord();
  const may = useMe().actions.includes('similarity.read');
  const query = useQuery({
    queryKey: ['similarity', code],
    queryFn: () => body(api.GET('/api/v1/similarity/certificates/{code}', { params: { path: { code } } })),
    enabled: may,
    retry: false,
  });
  const a = query.data;
  if (a?.state !== 'compared') return null;
  return (
    <Sheet title={t('case.similar')}>
      {a.grade === 'none' ? (
        <p>{t('similar.none')}</p>
      ) : (
        <>
          {a.findings.length === 0 && <p>{t('similar.withheld', { grade: word('similarGrade', a.grade) })}</p>}
          <ul className={css.findings}>
            {a.findings.map((f) => (
              <li key={f.case}>
                <p className={css.head}>
                  <Tag tone={f.grade === 'red' ? 'seal' : 'warn'}>{word('similarGrade', f.grade)}</Tag>
                  {f.certificates.length > 0
                    ? f.certificates.map((c) => (
                        <Link key={c} to={`/certificates/${c}`}>
                          {c}
                        </Link>
                      ))
                    : f.case}
                  {a.as === 'registrar' && (
                    <Link to={`/cases/${a.case}/findings/${f.case}`}>{t('similar.sideBySide')}</Link>
                  )}
                </p>
                <p>{gradeSentence(f, t)}</p>
                <Containment
                  here={{ value: f.here_in_there_ppm, low: f.here_in_there_low_ppm, high: f.here_in_there_high_ppm }}
                  there={{ value: f.there_in_here_ppm, low: f.there_in_here_low_ppm, high: f.there_in_here_high_ppm }}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}
