import { DataTable } from '../../components/DataTable';
import { Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Rights } from '../../components/Rights';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { useArticle } from './article';
import { useDecisionTables } from './verdictAid';

const effects = { refuses: 'seal', holds: 'warn', discloses: 'primary' } as const;

/** The tables that the review goes by, laid open: which source carries which rights, what stops a case, what is checked. */
export default function TablesPage() {
  const t = useT();
  const word = useWord();
  const text = useText();
  const article = useArticle();
  const query = useDecisionTables();
  return (
    <Page title={t('tables.title')} lead={t('tables.lead')}>
      <PageState query={query}>
        {(d) => (
          <>
            <Sheet title={t('tables.rights')} flush>
              <DataTable
                label={t('tables.rights')}
                rows={d.rights.rows}
                rowKey={(r) => r.code}
                columns={[
                  { key: 'rule', title: t('case.rule'), cell: (r) => word('rule', r.code) },
                  {
                    key: 'rights',
                    title: t('certificate.rights'),
                    cell: (r) =>
                      r.rights.length > 0 ? (
                        <Rights rights={r.rights.map((right) => ({ right }))} />
                      ) : (
                        <Tag tone="seal">{t('tables.none')}</Tag>
                      ),
                  },
                  { key: 'article', title: t('tables.article'), cell: (r) => article(r.article), tight: true },
                ]}
              />
            </Sheet>
            <Sheet title={t('tables.gates')} flush>
              <DataTable
                label={t('tables.gates')}
                rows={d.gates}
                rowKey={(g) => g.code}
                columns={[
                  { key: 'what', title: t('tables.fact'), cell: (g) => text(g) },
                  {
                    key: 'effect',
                    title: t('tables.effect'),
                    cell: (g) => <Tag tone={effects[g.effect]}>{word('verdictEffect', g.effect)}</Tag>,
                    tight: true,
                  },
                  { key: 'head', title: t('tables.head'), cell: (g) => word('reviewHead', g.head), tight: true },
                  { key: 'article', title: t('tables.article'), cell: (g) => article(g.article), tight: true },
                ]}
              />
            </Sheet>
            <Sheet title={t('tables.checklist')} flush>
              <DataTable
                label={t('tables.checklist')}
                rows={d.checklist}
                rowKey={(x) => x.code}
                columns={[
                  { key: 'what', title: t('tables.check'), cell: (x) => text(x) },
                  { key: 'head', title: t('tables.head'), cell: (x) => word('reviewHead', x.head ?? ''), tight: true },
                  {
                    key: 'sources',
                    title: t('case.source'),
                    cell: (x) =>
                      (x.sources ?? []).map((s) => word('source', s)).join(t('policy.comma')) || t('tables.all'),
                  },
                  {
                    key: 'must',
                    title: t('tables.must'),
                    cell: (x) => t(x.must ? 'tables.yes' : 'review.optional'),
                    tight: true,
                  },
                ]}
              />
            </Sheet>
            <Sheet title={t('secret.measures')} flush>
              <DataTable
                label={t('secret.measures')}
                rows={d.secrecy}
                rowKey={(x) => x.code}
                columns={[
                  { key: 'what', title: t('tables.check'), cell: (x) => text(x) },
                  {
                    key: 'must',
                    title: t('tables.must'),
                    cell: (x) => t(x.must ? 'tables.yes' : 'review.optional'),
                    tight: true,
                  },
                ]}
              />
            </Sheet>
          </>
        )}
      </PageState>
    </Page>
  );
}
