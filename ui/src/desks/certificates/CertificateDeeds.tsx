import type { CertificateDetail } from '../../api/types';
import { civilDate } from '../../format/date';
import { useT } from '../../i18n';
import { useMe, useNode } from '../../session/session';
import {
  annotateDeed,
  authoriseDeed,
  cancellationDeed,
  licenceDeed,
  renewalDeed,
  transferDeed,
} from '../deeds/certificateDeeds';
import { type DeedLink, Deeds } from '../deeds/Deeds';
import type { Deed } from '../deeds/deed';
import { fileDeed } from '../deeds/lienDeeds';
import { openCase, renewableFrom, type Titles } from './titles';

/** What the reader can ask for about a certificate: as its holder, as its registrar, or as a pledgee to be. */
export function CertificateDeeds({ c, titles }: { c: CertificateDetail; titles: Titles }) {
  const t = useT();
  const me = useMe();
  const node = useNode();
  const org = me.organisation?.uscc;
  const today = node ? civilDate(node.now) : '';
  const deeds: (Deed | DeedLink)[] = [];
  const live = c.status === 'live';
  if (org === c.holder.uscc && live) {
    const open = openCase(titles);
    const waits = open && t('deed.waitsFor', { case: open.id });
    const from = renewableFrom(c.valid_until);
    const early = today < from ? t('deed.renewFrom', { from }) : undefined;
    const later: (Deed | DeedLink)[] = [
      transferDeed(c, me.name ?? ''),
      {
        name: 'change',
        title: 'deed.change',
        note: 'deed.change.note',
        action: 'case.file',
        to: `/certificates/${c.code}/change`,
      },
      renewalDeed(c, me.name ?? '', early),
      cancellationDeed(c, me.name ?? ''),
    ];
    deeds.push(...later.map((d) => (waits && d.closed === undefined ? { ...d, closed: waits } : d)));
    if (c.rights.some((r) => r.right === 'operating')) deeds.push(licenceDeed(c));
    if (!c.form) deeds.push(authoriseDeed(c));
  }
  if (org === c.registrar.uscc && c.status !== 'cancelled') deeds.push(annotateDeed(c));
  if (org !== c.holder.uscc && live && c.rights.some((r) => r.right === 'operating')) {
    deeds.push(fileDeed(c.code, c.liens));
  }
  return <Deeds title={t('deed.can')} deeds={deeds} />;
}
