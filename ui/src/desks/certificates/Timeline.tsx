import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, body } from '../../api/client';
import type { HeartbeatItem, Watch } from '../../api/types';
import { qualityText } from '../../components/Measurement';
import { Tag } from '../../components/Page';
import { civilDate } from '../../format/date';
import { count } from '../../format/money';
import { useT } from '../../i18n';
import { useNode } from '../../session/session';
import css from './Timeline.module.css';
import { expected, type TimelineItem, timeline } from './timeline';

const first = 8;
/** Changes of the quality below a tenth of a point are not worth a figure. */
const noise = 1_000;

/** What the lenders of a certificate's liens ask of its agent. */
export const watchesQuery = (code: string) => ({
  queryKey: ['watches', code],
  queryFn: () => body(api.GET('/api/v1/certificates/{code}/watches', { params: { path: { code } } })),
});

/** Every heartbeat with what it brought and how its challenge ended, the newest first; above, when the next one is owed. */
export function Timeline({ code, beats }: { code: string; beats: readonly HeartbeatItem[] }) {
  const t = useT();
  const node = useNode();
  const [all, setAll] = useState(false);
  const watches = useQuery(watchesQuery(code));
  const items = timeline(beats);
  const list = watches.data?.items ?? [];
  const next = node ? expected(list, civilDate(node.now)) : null;
  return (
    <section className={css.timeline} aria-label={t('timeline.title')}>
      {list.map((w) => w.existence && <Challenges key={w.lien} w={w} />)}
      <ol>
        {next && (
          <li data-state={next.state === 'ahead' ? 'next' : next.state === 'late' ? 'bad' : 'warn'}>
            <p className={css.date}>{next.due}</p>
            <div>
              <p className={css.line}>
                <b>{t('timeline.next')}</b>
                {next.state === 'late' && <Tag tone="seal">{t('timeline.lateBy', { count: next.days })}</Tag>}
                {next.state === 'grace' && <Tag tone="warn">{t('timeline.grace', { count: next.days })}</Tag>}
              </p>
              <p className={css.facts}>{t('timeline.until', { last: next.last })}</p>
            </div>
          </li>
        )}
        {(all ? items : items.slice(0, first)).map((i) => (
          <Line key={i.beat.seq} i={i} />
        ))}
      </ol>
      {items.length > first && !all && (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {t('timeline.more', { count: items.length - first })}
        </button>
      )}
    </section>
  );
}

function Challenges({ w }: { w: Watch }) {
  const t = useT();
  const e = w.existence;
  if (!e) return null;
  return (
    <p className={css.challenges}>
      <Link to={`/liens/${w.lien}`}>{w.lien}</Link>{' '}
      {t('timeline.challenges', {
        spent: count(e.spent),
        of: count(e.challenges),
        passed: count(e.passed),
        failed: count(e.failed),
        missed: count(e.missed),
      })}{' '}
      {e.pending && <Tag>{t('timeline.pending', { n: e.pending.index + 1 })}</Tag>}{' '}
      {w.low && <Tag tone="warn">{t('timeline.low')}</Tag>}
    </p>
  );
}

const tones = { passed: 'good', missed: 'warn', failed: 'seal' } as const;

function Line({ i }: { i: TimelineItem }) {
  const t = useT();
  const { measurement: m, live } = i.beat;
  const sign = (n: number) => (n > 0 ? '+' : n < 0 ? '−' : '±');
  const bad = i.result === 'failed' || i.beat.late;
  const numbers = i.beat.results?.map((r) => r.index + 1).join(t('list.comma'));
  return (
    <li data-state={bad ? 'bad' : i.result === 'missed' ? 'warn' : 'ok'}>
      <p className={css.date}>
        {i.date}
        <Link to={`/log/${i.beat.index}`}>{t('timeline.nth', { n: i.beat.seq })}</Link>
      </p>
      <div>
        <p className={css.line}>
          {i.result !== 'none' && <Tag tone={tones[i.result]}>{t(`challenge.${i.result}`, { n: numbers ?? '' })}</Tag>}
          {i.beat.late && <Tag tone="seal">{t('timeline.late', { count: i.beat.gap_days })}</Tag>}
          {live?.schema_change && <Tag tone="warn">{t('timeline.schema')}</Tag>}
        </p>
        <dl className={css.facts}>
          <div>
            <dt>{t('measured.rows')}</dt>
            <dd>
              {count(m.rows)}
              {i.rowsBy ? (
                <small data-less={i.rowsBy < 0 || undefined}>{` ${sign(i.rowsBy)}${count(Math.abs(i.rowsBy))}`}</small>
              ) : null}
            </dd>
          </div>
          <div>
            <dt>{t('measured.quality')}</dt>
            <dd>
              {qualityText(m.quality_ppm)}
              {i.qualityBy && Math.abs(i.qualityBy) >= noise ? (
                <small
                  data-less={i.qualityBy < 0 || undefined}
                >{` ${sign(i.qualityBy)}${qualityText(Math.abs(i.qualityBy))}`}</small>
              ) : null}
            </dd>
          </div>
          {live && (live.sampled ?? 0) > 0 && (
            <div title={t('timeline.retentionWhy')}>
              <dt>{t('timeline.retention')}</dt>
              <dd>{qualityText(live.retention_ppm ?? 0)}</dd>
            </div>
          )}
          {live?.newest && (
            <div>
              <dt>{t('measure.newest')}</dt>
              <dd>{live.newest}</dd>
            </div>
          )}
          {live && live.drifted > 0 && (
            <div>
              <dt>{t('timeline.drifted')}</dt>
              <dd>{t('timeline.columns', { count: live.drifted })}</dd>
            </div>
          )}
        </dl>
      </div>
    </li>
  );
}
