import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../../api/act';
import { api, body } from '../../api/client';
import { CursorPager, useCursor } from '../../components/CursorPager';
import { DataTable } from '../../components/DataTable';
import { FileButton } from '../../components/FileButton';
import { Page, Sheet, Tag } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { ProblemNote } from '../../components/ProblemNote';
import { dateTime } from '../../format/date';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import css from './Registrar.module.css';
import { useRegimes } from './regimes';

/** Earlier certificates that are recognised (Guide Art. 41): lists that were brought in, and a new one. */
export default function ImportsPage() {
  const t = useT();
  const word = useWord();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['imports', cursor.current],
    queryFn: () => body(api.GET('/api/v1/recognitions', { params: { query: { cursor: cursor.current } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('import.title')}
      lead={t('import.lead')}
      acts={
        <Button href="/api/v1/recognition-template" download="recognition.csv">
          {t('import.template')}
        </Button>
      }
    >
      <NewList />
      <PageState query={query}>
        {(page) => (
          <Sheet title={t('import.lists')} flush>
            <DataTable
              label={t('import.lists')}
              rows={page.items}
              rowKey={(im) => im.id}
              to={(im) => `/registrar/imports/${im.id}`}
              empty={<Empty title={t('import.empty')} />}
              columns={[
                { key: 'name', title: t('import.file'), cell: (im) => im.name },
                { key: 'regime', title: t('queue.regime'), cell: (im) => word('regimeName', im.profile) },
                { key: 'accepted', title: t('import.accepted'), cell: (im) => im.accepted, end: true },
                { key: 'corrected', title: t('import.corrected'), cell: (im) => im.corrected, end: true },
                { key: 'refused', title: t('import.refused'), cell: (im) => im.refused, end: true },
                { key: 'state', title: t('case.status'), cell: (im) => <ImportState state={im.state} />, tight: true },
                { key: 'at', title: t('notice.at'), cell: (im) => dateTime(im.created_at), tight: true },
              ]}
            />
            <CursorPager cursor={cursor} next={page.next_cursor} />
          </Sheet>
        )}
      </PageState>
    </Page>
  );
}

export function ImportState({ state }: { state: 'draft' | 'proposed' | 'done' }) {
  const t = useT();
  const tones = { draft: undefined, proposed: 'warn', done: 'good' } as const;
  return <Tag tone={tones[state]}>{t(`import.${state}`)}</Tag>;
}

/** Chooses the rules and the file. It is read and reported on at once; nothing is registered. */
function NewList() {
  const t = useT();
  const text = useText();
  const navigate = useNavigate();
  const regimes = useRegimes();
  const adopted = regimes.filter((r) => r.adopted > 0);
  const [chosen, setChosen] = useState<string>();
  const profile = chosen ?? adopted[0]?.profile.name;
  const act = useAct({
    run: (file: File, key) =>
      body(
        api.POST('/api/v1/recognitions', {
          params: { query: { name: file.name, profile: profile ?? '' }, header: { 'Idempotency-Key': key } },
          headers: { 'Content-Type': 'application/octet-stream' },
          body: file as unknown as string,
          bodySerializer: (b: unknown) => b as BodyInit,
        }),
      ),
    onDone: (im) => navigate(`/registrar/imports/${im.id}`),
  });
  if (regimes.length > 0 && adopted.length === 0) {
    return (
      <Sheet title={t('import.new')}>
        <p>{t('import.noRegime')}</p>
        <div className={css.foot}>
          <Button href="/registrar/regimes">{t('regime.title')}</Button>
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet title={t('import.new')} aside={t('import.newWhy')}>
      <div className={css.drop}>
        <div>
          <label htmlFor="import-profile">{t('import.profile')}</label>
          <Select
            id="import-profile"
            value={profile}
            onChange={setChosen}
            style={{ minWidth: 240 }}
            options={adopted.map((r) => ({ value: r.profile.name, label: text({ zh: r.title, en: r.title_en }) }))}
          />
        </div>
        <div>
          <FileButton
            id="import-file"
            label={t('import.choose')}
            accept=".csv,.xlsx"
            disabled={act.isPending || !profile}
            onFiles={([file]) => file && act.mutate(file)}
          />
        </div>
      </div>
      {act.isPending && <p role="status">{t('paper.sending')}</p>}
      <ProblemNote error={act.error} />
    </Sheet>
  );
}
