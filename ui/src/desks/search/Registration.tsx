import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import { asProblem } from '../../api/problem';
import type { components } from '../../api/schema';
import { Facts, Sheet, Tag } from '../../components/Page';
import { Skeleton } from '../../components/PageState';
import { Party } from '../../components/Party';
import { ProblemNote } from '../../components/ProblemNote';
import { Rights } from '../../components/Rights';
import { byteSize } from '../../format/size';
import { useT, useWord } from '../../i18n';
import { PublicForm } from '../certificates/PublicForm';
import { PaperLink } from '../registration/PaperLink';
import css from './Search.module.css';

type Found = components['schemas']['RegistrarRegistration'];

const tones = { valid: 'good', lapsed: 'warn', cancelled: 'seal' } as const;

async function look(code: string, purpose?: string): Promise<Found> {
  const params = { path: { code }, query: purpose ? { purpose } : {} };
  return body(api.GET('/api/v1/public/registrations/{code}', { params }));
}

/**
 * A registration by its certificate's code. Of an unpublished one a reader without authorisation learns that it exists; an
 * authorised reader says what for, and the holder finds that in its access log: so it is asked once, never again by itself.
 */
export function Registration({ code }: { code: string }) {
  const t = useT();
  const first = useQuery({
    queryKey: ['search', code],
    queryFn: () => look(code),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const reading = useMutation({ mutationFn: (purpose: string) => look(code, purpose) });
  const found = reading.data ?? first.data;
  if (found) return <Shown found={found} />;
  if (first.isPending) return <Skeleton />;
  if (asProblem(first.error).code !== 'vault.purpose') return <ProblemNote error={first.error} />;
  return (
    <Sheet title={t('search.authorised')} aside={<code>{code}</code>}>
      <p className={css.note}>{t('search.authorised.note')}</p>
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={reading.isPending}
        onFinish={(v: { purpose: string }) => reading.mutate(v.purpose)}
      >
        <Form.Item
          name="purpose"
          label={t('paper.purpose')}
          extra={t('paper.purposeWhy')}
          rules={[{ required: true, min: 4, message: t('search.purposeShort') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <ProblemNote error={reading.error} />
        <Button type="primary" htmlType="submit" loading={reading.isPending}>
          {t('search.read')}
        </Button>
      </Form>
    </Sheet>
  );
}

function Shown({ found: f }: { found: Found }) {
  const t = useT();
  const word = useWord();
  return (
    <>
      <Sheet
        title={f.access === 'existence' ? t('search.exists') : (titleOf(f.form) ?? f.code)}
        aside={word('searchAccess', f.access)}
      >
        {f.access === 'existence' && <p className={css.note}>{t('search.exists.note')}</p>}
        <Facts
          items={[
            [
              t('term.certificateCode'),
              <Link key="c" to={`/certificates/${f.code}`}>
                <code>{f.code}</code>
              </Link>,
            ],
            [
              t('case.status'),
              <Tag key="s" tone={tones[f.status]}>
                {word('searchStatus', f.status)}
              </Tag>,
            ],
            f.holder ? [t('certificate.holder'), <Party key="h" party={f.holder} code />] : null,
            f.rights && f.rights.length > 0 ? [t('certificate.rights'), <Rights key="r" rights={f.rights} />] : null,
            f.valid_until ? [t('certificate.validUntil'), f.valid_until] : null,
            [t('case.registrar'), <Party key="g" party={f.registrar} code />],
          ]}
        />
      </Sheet>
      {f.form && (
        <Sheet title={t('case.form')}>
          <PublicForm form={f.form as Record<string, unknown>} />
        </Sheet>
      )}
      {f.papers && f.papers.length > 0 && (
        <Sheet title={t('paper.title')} aside={f.papers.length}>
          <ul className={css.papers}>
            {f.papers.map((p) => (
              <li key={p.commitment}>
                <strong>{p.name ?? t(p.erased_at ? 'paper.erased' : 'paper.elsewhere')}</strong>{' '}
                <Tag>{word('paperKind', p.kind)}</Tag> {p.secret && <Tag tone="seal">{t('secret.document')}</Tag>}{' '}
                <span className="faint number">{byteSize(p.size)}</span>{' '}
                {p.paper && !p.erased_at && <PaperLink paper={p.paper} owner={f.holder?.uscc ?? ''} />}
              </li>
            ))}
          </ul>
        </Sheet>
      )}
    </>
  );
}

function titleOf(form: unknown): string | undefined {
  const title = (form as { title?: unknown } | undefined)?.title;
  return typeof title === 'string' && title ? title : undefined;
}
