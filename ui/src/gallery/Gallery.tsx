import { Button } from 'antd';
import { DeskLayout } from '../app/DeskLayout';
import { ApprovalBar } from '../components/ApprovalBar';
import { DataTable } from '../components/DataTable';
import { Digest } from '../components/Digest';
import { Heartbeats } from '../components/Heartbeats';
import { LegalClock } from '../components/LegalClock';
import { LtvGauge } from '../components/LtvGauge';
import { Money } from '../components/Money';
import { Columns, Facts, Figure, Figures, Page, Sheet, Tag } from '../components/Page';
import { Empty, Skeleton } from '../components/PageState';
import { ProblemNote } from '../components/ProblemNote';
import { StageBar } from '../components/StageBar';
import { ValueFigure } from '../components/ValueFigure';
import { percent } from '../format/money';
import { useT } from '../i18n';
import { SignIn } from '../session/SignIn';
import { beats, clocks, desks, events, me, points, problem, proposal, rows } from './sample';

export function Gallery() {
  const t = useT();
  if (location.hash === '#sign-in') return <SignIn busy={false} onSubmit={() => {}} expired />;
  return (
    <DeskLayout me={me} desks={desks} onSignOut={() => {}}>
      <Page
        title="2025年青岛港集装箱车辆行程数据"
        lead={
          <>
            <span>青岛示例港通数据有限公司</span>
            <Tag tone="primary">SJ3712026030007</Tag>
            <Tag tone="warn">{t('term.marginCall')}</Tag>
          </>
        }
        acts={
          <>
            <Button>{t('term.certificate')}</Button>
            <Button type="primary">{t('term.marginCall')}</Button>
          </>
        }
      >
        <StageBar stage="valuation" />
        <ApprovalBar item={proposal} me="u-2" />
        <Figures>
          <Figure name={t('term.appraisedValue')} note="2026-03-05">
            <Money fen={896_800_000} />
          </Figure>
          <Figure name={t('term.loanBalance')} note="LPR + 35bp">
            <Money fen={450_000_000} />
          </Figure>
          <Figure name={t('term.margin')}>
            <Money fen={45_000_000} />
          </Figure>
          <Figure name={t('term.lienRank')}>1</Figure>
        </Figures>
        <Columns>
          <div>
            <Sheet title={t('term.ltv')}>
              <LtvGauge loanFen={450_000_000} valueFen={652_000_000} capBp={5000} triggerBp={6250} />
            </Sheet>
            <Sheet title={t('term.appraisedValue')}>
              <ValueFigure points={points} triggerBp={6250} events={events} />
            </Sheet>
            <Sheet title={t('heartbeat.label')}>
              <Heartbeats beats={beats} />
            </Sheet>
          </div>
          <div>
            {clocks.map((c) => (
              <LegalClock key={c.name + c.left} clock={c} />
            ))}
            <Sheet title={t('term.certificate')}>
              <Facts
                items={[
                  [t('term.certificateCode'), <code key="c">SJ3712026030007</code>],
                  [t('right.operating'), '2026-03-13 — 2031-03-12'],
                  [
                    'SHA-256',
                    <Digest key="d" value="a1b0bca39a1b0bca39a1b0bca39a1b0bca39a1b0bca39a1b0bca39a1b0bca3f4" />,
                  ],
                ]}
              />
            </Sheet>
          </div>
        </Columns>
        <Sheet title={t('nav.worklist')} aside="3" flush>
          <DataTable
            label={t('nav.worklist')}
            rows={rows}
            rowKey={(r) => r.id}
            to={(r) => `/bank/cases/${r.id}`}
            tone={(r) => r.state}
            columns={[
              { key: 'name', title: '数据资产', cell: (r) => r.name },
              { key: 'org', title: t('term.pledgor'), cell: (r) => r.org },
              {
                key: 'stage',
                title: t('stageBar.label'),
                cell: () => <StageBar stage="financing" compact />,
                tight: true,
              },
              { key: 'fen', title: t('term.loanBalance'), cell: (r) => <Money fen={r.fen} />, end: true },
              {
                key: 'ltv',
                title: t('term.ltv'),
                cell: (r) => <span className="number">{percent(r.bp)}</span>,
                end: true,
              },
            ]}
          />
        </Sheet>
        <ProblemNote error={problem} onRetry={() => {}} />
        <Empty title={t('worklist.empty')} />
        <Skeleton />
      </Page>
    </DeskLayout>
  );
}
