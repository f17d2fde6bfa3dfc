import { qualityText } from '../../components/Measurement';
import { Columns, Sheet } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { useT } from '../../i18n';
import { together } from './figures';
import { Growth } from './Growth';
import { HeatMap } from './HeatMap';
import css from './Measure.module.css';
import { MissingStrips } from './MissingStrips';
import type { Profile } from './profile';

interface Props {
  p: Profile;
  onColumn: (name: string) => void;
}

const growthShown = 12;
const most = 24;

/** What columns have to do with one another: missing together, moving together, telling each other; growth over time. */
export function RelationsView({ p, onColumn }: Props) {
  const t = useT();
  const growing = p.columns.filter((c) => (c.time?.growth ?? []).length > 1);
  const pairs = p.missing_matrix ? together(p.missing_matrix) : [];
  const keys = p.keys ?? [];
  const dependencies = p.dependencies ?? [];
  return (
    <>
      <Sheet title={t('measure.missingWhere')}>
        {p.missing_matrix && p.missing_matrix.columns.length > 0 ? (
          <>
            <MissingStrips m={p.missing_matrix} onColumn={onColumn} />
            {pairs.length > 0 && (
              <>
                <h3 className={css.sub}>{t('measure.together')}</h3>
                <ul className={css.list}>
                  {pairs.map((x) => (
                    <li key={`${x.a} ${x.b}`}>
                      {t('measure.togetherSays', { a: x.a, b: x.b, share: qualityText(x.ppm) })}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        ) : (
          <Empty title={t('measure.nothingMissing')} />
        )}
      </Sheet>
      <Sheet title={t('measure.correlated')} aside={p.limited ? t('measure.limited') : undefined}>
        <HeatMap p={p} />
      </Sheet>
      <Columns even>
        <Sheet title={t('measure.keys')}>
          {keys.length > 0 ? (
            <ul className={css.list}>
              {keys.slice(0, most).map((k) => (
                <li key={k.join('\n')}>{k.join(' + ')}</li>
              ))}
            </ul>
          ) : (
            <Empty title={t('measure.noKeys')} />
          )}
        </Sheet>
        <Sheet title={t('measure.dependencies')}>
          {dependencies.length > 0 ? (
            <ul className={css.list}>
              {dependencies.slice(0, most).map((d) => (
                <li key={`${d.determinants.join('\n')}\n${d.dependent}`}>
                  {t(d.error_ppm > 0 ? 'measure.tellsNearly' : 'measure.tells', {
                    of: d.determinants.join(' + '),
                    what: d.dependent,
                    share: qualityText(d.error_ppm),
                  })}
                </li>
              ))}
            </ul>
          ) : (
            <Empty title={t('measure.noDependencies')} />
          )}
        </Sheet>
      </Columns>
      {growing.length > 0 && (
        <Sheet title={t('measure.growth')}>
          <div className={css.pair}>
            {growing.slice(0, growthShown).map((c) => (
              <Growth key={c.name} column={c} onColumn={onColumn} />
            ))}
          </div>
        </Sheet>
      )}
    </>
  );
}
