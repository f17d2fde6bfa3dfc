import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api, body } from '../../api/client';
import type { ApprovalItem } from '../../api/types';
import { ApprovalBar } from '../../components/ApprovalBar';
import { Page } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Payload } from '../../components/Payload';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { useMe } from '../../session/session';
import { Change } from '../decision/Change';
import css from '../decision/Decision.module.css';
import { Points } from '../decision/Points';
import { SanctionWords } from '../decision/SanctionWords';
import { Words } from '../decision/Words';

/** Kinds whose words lie behind commitments, and are read with them. */
const worded = [
  'case.file',
  'case.resubmit',
  'case.review',
  'case.decline',
  'objection.resolve',
  'certificate.issue',
  'transfer.file',
  'change.file',
  'renewal.file',
  'cancellation.file',
];

/** One request: what it changes, in words and figures; all of it to the last field on demand; and the decision. */
export default function ApprovalPage() {
  const t = useT();
  const text = useText();
  const me = useMe();
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['approval', id],
    queryFn: () => body(api.GET('/api/v1/approvals/{approval}', { params: { path: { approval: id } } })),
  });
  return (
    <PageState query={query}>
      {(item) => (
        <Page title={text(item.title)}>
          <ApprovalBar item={item} me={me.user ?? ''} />
          <Change item={item} />
          <Said item={item} />
          <details className={css.raw}>
            <summary>
              {t('decision.raw')} <code>{item.kind}</code>
            </summary>
            <div>
              <p className="faint small">{t('approvals.payloadWhy')}</p>
              <Payload value={item.payload} />
            </div>
          </details>
        </Page>
      )}
    </PageState>
  );
}

/** What the request says, where its words are kept. */
function Said({ item }: { item: ApprovalItem }) {
  const { actions } = useMe();
  if (worded.includes(item.kind)) return <Words id={item.id} />;
  if (item.kind.startsWith('sanction.') && actions.includes('sanction.record')) return <SanctionWords id={item.id} />;
  return <Points payload={item.payload} />;
}
