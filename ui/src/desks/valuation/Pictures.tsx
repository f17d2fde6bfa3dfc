import { Sheet } from '../../components/Page';
import { useT } from '../../i18n';
import { useText } from '../../i18n/text';
import type { Valuation } from '../appraiser/types';
import { Comparables } from './Comparables';
import { Simulation } from './Simulation';
import { stepsOf } from './steps';
import { Waterfall } from './Waterfall';

/** What a valuation looks like beside its tornado: how each value is put together, comparables, the simulation. */
export function Pictures({ valuation: v }: { valuation: Valuation }) {
  const t = useT();
  const text = useText();
  return (
    <>
      {v.approaches.map(
        (a, i) =>
          stepsOf(a).length > 1 && (
            // biome-ignore lint/suspicious/noArrayIndexKey: approaches are told apart by their place
            <Sheet key={i} title={t('picture.waterfall')} aside={text(a.title)}>
              <Waterfall approach={a} />
            </Sheet>
          ),
      )}
      {v.approaches.map(
        (a, i) =>
          a.kind === 'market' && (
            // biome-ignore lint/suspicious/noArrayIndexKey: approaches are told apart by their place
            <Sheet key={i} title={t('picture.comparables')} aside={t('picture.comparablesWhy')}>
              <Comparables approach={a} />
            </Sheet>
          ),
      )}
      {v.uncertainty && (
        <Sheet title={t('picture.simulation')}>
          <Simulation valuation={v} />
        </Sheet>
      )}
    </>
  );
}
