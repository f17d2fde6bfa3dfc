import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, body } from '../../api/client';
import { Digest } from '../../components/Digest';
import { Columns, Facts, Page, Sheet } from '../../components/Page';
import { PageState } from '../../components/PageState';
import { Party } from '../../components/Party';
import { Payload } from '../../components/Payload';
import { ProofPanel } from '../../components/ProofPanel';
import { dateTimeSeconds } from '../../format/date';
import { useT, useWord } from '../../i18n';
import { checkEntry } from '../../proof/checks';
import { useOrgNames } from '../registration/organisations';
import css from './Log.module.css';
import type { Leaf } from './useLog';

/** One entry: who commanded what, what came about, and the proof that it stands where it stands. */
export default function EntryPage() {
  const t = useT();
  const word = useWord();
  const names = useOrgNames();
  const index = Number(useParams().index);
  const query = useQuery({
    queryKey: ['log', 'entry', index],
    queryFn: () => body(api.GET('/api/v1/log/entries/{index}', { params: { path: { index } } })),
  });
  return (
    <PageState query={query}>
      {(e) => {
        const leaf = JSON.parse(e.leaf) as Leaf;
        return (
          <Page
            title={t('log.entry', { index: e.index })}
            lead={leaf.events.map((x) => word('event', x.kind)).join(t('policy.comma'))}
            acts={<Link to="/log">{t('log.title')}</Link>}
          >
            <ProofPanel subject={`${e.index} ${e.checkpoint}`} check={async () => ({ steps: await checkEntry(e) })} />
            <Columns even>
              <Sheet title={t('log.command')}>
                <Facts
                  items={[
                    [t('log.time'), dateTimeSeconds(leaf.time)],
                    [
                      t('log.org'),
                      <Party
                        key="o"
                        party={{ uscc: leaf.command.org, name: names.get(leaf.command.org) ?? '' }}
                        code
                      />,
                    ],
                    [t('log.command'), <code key="c">{leaf.command.kind}</code>],
                    [t('log.signedBy'), <Digest key="k" value={leaf.command.key} />],
                  ]}
                />
                <Payload value={leaf.command.body} />
              </Sheet>
              <Sheet title={t('log.events')}>
                {leaf.events.map((x, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a leaf never changes
                  <section key={i}>
                    <h3>{word('event', x.kind)}</h3>
                    <Payload value={x.body} />
                  </section>
                ))}
              </Sheet>
            </Columns>
            <Sheet title={t('log.leaf')}>
              <pre className={css.leaf}>{e.leaf}</pre>
            </Sheet>
          </Page>
        );
      }}
    </PageState>
  );
}
