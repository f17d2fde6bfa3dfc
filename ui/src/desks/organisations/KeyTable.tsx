import { Button } from 'antd';
import { Link } from 'react-router';
import type { PublicKey } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';

interface Props {
  keys: readonly PublicKey[];
  /** Given where the reader may revoke; asks before it does. */
  onRevoke?: (key: PublicKey) => void;
}

/** Public keys of an organisation, newest first: whole digests, where they entered the log, whether they still count. */
export function KeyTable({ keys, onRevoke }: Props) {
  const t = useT();
  const ends = (k: PublicKey) => k.purpose === 'agent' && !k.revoked;
  return (
    <DataTable
      label={t('key.list')}
      rows={keys}
      rowKey={(k) => k.id}
      empty={<Empty title={t('key.none')} />}
      columns={[
        { key: 'purpose', title: t('key.purpose'), cell: (k) => t(`key.${k.purpose}`) },
        { key: 'id', title: t('key.id'), cell: (k) => <Digest value={k.id} />, tight: true },
        { key: 'pub', title: t('key.pub'), cell: (k) => <Digest value={k.pub} />, tight: true },
        {
          key: 'state',
          title: t('approvals.state'),
          cell: (k) => <Tag tone={k.revoked ? 'seal' : 'good'}>{t(k.revoked ? 'key.revoked' : 'key.live')}</Tag>,
          tight: true,
        },
        { key: 'at', title: t('key.since'), cell: (k) => dateTime(k.at), tight: true },
        { key: 'index', title: t('term.logIndex'), cell: (k) => <Link to={`/log/${k.index}`}>#{k.index}</Link> },
        ...(onRevoke && keys.some(ends)
          ? [
              {
                key: 'acts',
                title: t('table.acts'),
                cell: (k: PublicKey) =>
                  ends(k) ? (
                    <Button size="small" danger onClick={() => onRevoke(k)} aria-label={`${t('key.revoke')} ${k.id}`}>
                      {t('key.revoke')}
                    </Button>
                  ) : (
                    ''
                  ),
                tight: true,
              },
            ]
          : []),
      ]}
    />
  );
}
