import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api, body } from '../../api/client';
import { ApprovalBar } from '../../components/ApprovalBar';
import { Facts, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Payload } from '../../components/Payload';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import { useMe } from '../../session/session';

/** One request: what will be carried out, to the last field, and the decision. */
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
        <Page title={text(item.title)} lead={text(item.summary)}>
          <ApprovalBar item={item} me={me.user ?? ''} />
          <Sheet title={t('approvals.payload')} aside={t('approvals.payloadWhy')}>
            <Facts
              items={[
                [t('approvals.subject'), <code key="s">{item.subject}</code>],
                [t('approvals.code'), <code key="k">{item.kind}</code>],
              ]}
            />
            <Payload value={item.payload} />
          </Sheet>
        </Page>
      )}
    </PageState>
  );
}
