import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import type { components } from '../../api/schema';
import { DataTable } from '../../components/DataTable';
import { Figure, Figures, Page, Sheet, Tag } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { Rights } from '../../components/Rights';
import { Tabs } from '../../components/Tabs';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { ImportState } from './ImportsPage';
import css from './Registrar.module.css';

type Import = components['schemas']['RegistrarImport'];
type Row = components['schemas']['RecognitionResult'];

const views = ['all', 'refused', 'corrected', 'accepted'] as const;
const tones = { accepted: 'good', corrected: 'warn', refused: 'seal' } as const;

/** The report on a list, row by row: what was taken, what was put right and how, what was refused and why. */
export default function ImportPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['import', id],
    queryFn: () => body(api.GET('/api/v1/recognitions/{import}', { params: { path: { import: id } } })),
  });
  return <PageState query={query}>{(im) => <Report im={im} />}</PageState>;
}

function Report({ im }: { im: Import }) {
  const t = useT();
  const word = useWord();
  const [view, setView] = useState<(typeof views)[number]>('all');
  const carry = useAct({
    run: (id: string, key) =>
      body(
        api.POST('/api/v1/recognitions/{import}/carry', {
          params: { path: { import: id }, header: { 'Idempotency-Key': key } },
        }),
      ),
  });
  const rows = view === 'all' ? im.rows : im.rows.filter((r) => r.state === view);
  const may = im.state === 'draft' && im.accepted + im.corrected > 0 && !carry.data;
  return (
    <Page
      title={im.name}
      lead={
        <>
          <ImportState state={im.state} />
          <span>{word('regimeName', im.profile)}</span>
        </>
      }
      acts={
        may && (
          <Button type="primary" loading={carry.isPending} onClick={() => carry.mutate(im.id)}>
            {t('import.carry', { count: im.accepted + im.corrected })}
          </Button>
        )
      }
    >
      {carry.data && (
        <p role="status">
          {t('act.proposed')} <Link to={`/approvals/${carry.data.approval}`}>{t('act.open')}</Link>
        </p>
      )}
      <ProblemNote error={carry.error} />
      <Figures>
        <Figure name={t('import.accepted')}>{im.accepted}</Figure>
        <Figure name={t('import.corrected')} note={t('import.correctedWhy')}>
          {im.corrected}
        </Figure>
        <Figure name={t('import.refused')} note={t('import.refusedWhy')}>
          {im.refused}
        </Figure>
      </Figures>
      <Tabs
        label={t('approvals.view')}
        active={view}
        onChange={setView}
        tabs={views.map((v) => ({ key: v, name: t(v === 'all' ? 'lien.all' : `import.${v}`) }))}
      />
      <Sheet title={t('import.rows')} aside={rows.length} flush>
        <DataTable
          label={t('import.rows')}
          rows={rows}
          rowKey={(r) => String(r.line)}
          tone={(r) => (r.state === 'refused' ? 'seal' : r.state === 'corrected' ? 'warn' : undefined)}
          columns={[
            { key: 'line', title: t('import.line'), cell: (r) => r.line, tight: true },
            { key: 'code', title: t('import.oldCode'), cell: (r) => <code>{r.row.old_code}</code> },
            { key: 'title', title: t('case.title'), cell: (r) => r.row.title },
            { key: 'holder', title: t('certificate.holder'), cell: (r) => <code>{r.row.holder}</code> },
            {
              key: 'rights',
              title: t('certificate.rights'),
              cell: (r) => <Rights rights={(r.row.rights ?? []).map((right) => ({ right }))} />,
            },
            {
              key: 'state',
              title: t('case.status'),
              cell: (r) => <Tag tone={tones[r.state]}>{t(`import.${r.state}`)}</Tag>,
              tight: true,
            },
            { key: 'said', title: t('import.said'), cell: (r) => <Said r={r} /> },
          ]}
        />
      </Sheet>
    </Page>
  );
}

/** What became of a row: its certificate, what was put right, or why it was refused. */
function Said({ r }: { r: Row }) {
  const t = useT();
  const word = useWord();
  const text = useText();
  // Codes of rights and sources are said in the reader's words.
  const now = (x: Row['corrections'][number]) => {
    if (x.field === 'rights') return x.now.replace(/holding|use|operating/g, (code) => word('right', code));
    return x.field === 'source' ? word('source', x.now) : x.now;
  };
  return (
    <>
      {r.certificate && (
        <Link to={`/certificates/${r.certificate}`}>
          <code>{r.certificate}</code>
        </Link>
      )}
      {r.corrections.map((x) => (
        <span key={x.field + x.was} className={css.fix}>
          {word('importField', x.field)}: <del>{x.was || t('import.blank')}</del> → {now(x)}{' '}
          <span className="faint">{word('importWhy', x.why)}</span>
        </span>
      ))}
      {r.problems.map((x) => (
        <span key={x.field + x.code} className={css.fix}>
          {word('importField', x.field)}: {text(x)}
        </span>
      ))}
    </>
  );
}
