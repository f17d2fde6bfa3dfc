import { roles } from '../../app/desks';
import type { Translate } from '../../i18n';

/** What an organisation is admitted as, in the order of the menu. */
export function roleNames(of: readonly string[], t: Translate): string {
  return roles
    .filter((r) => of.includes(r))
    .map((r) => t(`role.${r}`))
    .join(t('policy.comma'));
}
