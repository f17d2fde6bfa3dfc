import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import type { Proposal } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { fieldName } from '../../components/fieldName';
import { Facts, Sheet } from '../../components/Page';
import { Empty, PageState } from '../../components/PageState';
import { Rights } from '../../components/Rights';
import { useT, useWord } from '../../i18n';
import { AnnexBody } from '../registration/Annex';
import { CaseFormFacts } from '../registration/CaseFormFacts';
import { HeadList } from '../registration/HeadList';
import { useOrgNames } from '../registration/organisations';
import css from './Decision.module.css';
import { edits } from './edits';

/** The words behind the commitments of a registration's request: form, opinion, reasons. */
export function Words({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['proposal', id],
    queryFn: () => body(api.GET('/api/v1/proposals/{approval}', { params: { path: { approval: id } } })),
  });
  return <PageState query={query}>{(p) => <Shown p={p} />}</PageState>;
}

function Shown({ p }: { p: Proposal }) {
  const t = useT();
  const word = useWord();
  const { form, opinion } = p;
  const said = opinion?.determinations ?? [];
  const texts = [
    ...p.texts,
    ...said.map((d) => ({ kind: 'determination' as const, about: d.case, text: d.text })),
  ].filter((x, i, all) => all.findIndex((y) => y.text === x.text && y.about === x.about) === i);
  return (
    <>
      {p.kind === 'case.resubmit' && p.case && form && <Edits id={p.case} form={form} />}
      {opinion && (
        <Sheet title={t('case.review')} aside={t('decision.wordsWhy')}>
          <HeadList opinion={opinion} />
        </Sheet>
      )}
      {p.annex && <Later p={p} annex={p.annex} />}
      {texts.length > 0 && (
        <Sheet title={t('decision.words')} aside={t('decision.wordsWhy')}>
          {texts.map((x) => (
            <section key={x.kind + (x.about ?? '') + x.text} className={css.word}>
              <h3>
                {t(`decision.word.${x.kind}`)} {x.about && <Link to={`/cases/${x.about}`}>{x.about}</Link>}
              </h3>
              <p>{x.text}</p>
            </section>
          ))}
        </Sheet>
      )}
      {form && !p.annex && (
        <Sheet title={t('case.form')} aside={t('decision.wordsWhy')}>
          <Facts
            items={[
              [t('form.title'), form.title],
              [t('case.source'), word('source', form.source.kind)],
              [t('form.rights'), <Rights key="r" rights={form.rights} />],
            ]}
          />
          <div className={css.about}>
            <CaseFormFacts form={form} />
          </div>
        </Sheet>
      )}
    </>
  );
}

/** What a later registration asks for: on which certificate, to whom, until when, why. */
function Later({ p, annex }: { p: Proposal; annex: NonNullable<Proposal['annex']> }) {
  const t = useT();
  const word = useWord();
  const names = useOrgNames();
  const command = p.command as { rights?: string[]; until?: string; grounds?: string };
  return (
    <Sheet title={word('caseType', annex.type)} aside={t('decision.wordsWhy')}>
      <Facts
        items={[
          [
            t('term.certificateCode'),
            <Link key="c" to={`/certificates/${annex.certificate}`}>
              <code>{annex.certificate}</code>
            </Link>,
          ],
          annex.to ? [t('deed.transferee'), names.get(annex.to) ?? annex.to] : null,
          annex.type === 'transfer' && command.rights
            ? [
                t('deed.transferRights'),
                <Rights key="r" rights={command.rights.map((right) => ({ right: right as 'use' }))} />,
              ]
            : null,
          command.until ? [t('deed.renewUntil'), command.until] : null,
          command.grounds ? [t('deed.grounds'), word('cancelGrounds', command.grounds)] : null,
          [t('form.contact'), `${annex.contact.name} ${annex.contact.phone}`],
        ]}
      />
      <AnnexBody annex={annex} />
    </Sheet>
  );
}

/** What a resubmitted form changes of the one on file. */
function Edits({ id, form }: { id: string; form: NonNullable<Proposal['form']> }) {
  const t = useT();
  const word = useWord();
  const query = useQuery({
    queryKey: ['case', id],
    queryFn: () => body(api.GET('/api/v1/cases/{case}', { params: { path: { case: id } } })),
  });
  return (
    <Sheet title={t('decision.edited')} flush>
      <PageState query={query}>
        {(c) => (
          <DataTable
            label={t('decision.edited')}
            rows={c.form ? edits(c.form, form) : []}
            rowKey={(e) => e.field}
            empty={<Empty title={t('decision.editedNone')} />}
            columns={[
              { key: 'field', title: t('problem.field'), cell: (e) => fieldName(e.field, t, word) },
              { key: 'before', title: t('decision.before'), cell: (e) => <span className={css.was}>{e.before}</span> },
              { key: 'after', title: t('decision.after'), cell: (e) => e.after },
            ]}
          />
        )}
      </PageState>
    </Sheet>
  );
}
