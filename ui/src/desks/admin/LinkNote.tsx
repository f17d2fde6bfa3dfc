import type { Link } from '../../api/types';
import { Digest } from '../../components/Digest';
import { dateTime } from '../../format/date';
import { useT } from '../../i18n';

/** A single-use link to hand over by a way the administrator trusts. */
export function LinkNote({ link, name }: { link: Link; name: string }) {
  const t = useT();
  return (
    <>
      <p>{t('user.linkNote', { name, until: dateTime(link.expires_at) })}</p>
      <Digest value={location.origin + link.path} whole />
    </>
  );
}
