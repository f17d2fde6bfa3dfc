import { Input, Select } from 'antd';
import { useState } from 'react';
import type { ScanFinding } from '../../api/types';
import { DataTable } from '../../components/DataTable';
import { qualityText } from '../../components/Measurement';
import { Sheet, Tag } from '../../components/Page';
import { Empty } from '../../components/PageState';
import { count } from '../../format/money';
import { useT, useWord } from '../../i18n';
import { useText } from '../../i18n/text';
import { Mini, ShareBar } from './Bars';
import { ColumnDetail } from './ColumnDetail';
import { gravest, type Order, type Placed, pick, ppmOf } from './figures';
import css from './Measure.module.css';
import { SeverityTag } from './Note';
import { Pager } from './Pager';
import type { Alert, Profile, ProfileColumn } from './profile';

interface Props {
  p: Profile;
  alerts: ReadonlyMap<string, readonly Alert[]>;
  findings: readonly ScanFinding[];
  chosen: number | null;
  onChoose: (index: number | null) => void;
}

const pageSize = 50;
const orders: readonly Order[] = ['place', 'alerts', 'missing', 'distinct', 'name'];

/** What a column looks like in one small picture: classes of numbers and times, else the shares of its spellings. */
export function silhouette(c: ProfileColumn): number[] {
  return c.histogram?.bins.map((b) => b.count) ?? [];
}

/** All columns, fifty at a time, to be searched, sorted and opened. Five thousand are no more work than fifty. */
export function ColumnsView({ p, alerts, findings, chosen, onChoose }: Props) {
  const t = useT();
  const word = useWord();
  const text = useText();
  const [search, setSearch] = useState('');
  const [type, setType] = useState('');
  const [order, setOrder] = useState<Order>('place');
  const [page, setPage] = useState(0);
  const column = chosen === null ? undefined : p.columns[chosen];
  const list = pick(p.columns, { text: search, type, order }, alerts);
  if (column && chosen !== null) {
    const at = list.findIndex((x) => x.index === chosen);
    const go = (by: number) => list[at + by]?.index;
    return (
      <ColumnDetail
        key={chosen}
        p={p}
        index={chosen}
        column={column}
        alerts={alerts.get(column.name) ?? []}
        findings={findings.filter((f) => f.index === chosen)}
        before={go(-1)}
        after={at < 0 ? undefined : go(1)}
        onChoose={onChoose}
      />
    );
  }
  const types = [...new Set(p.columns.map((c) => c.type))];
  const pages = Math.ceil(list.length / pageSize);
  const shown = list.slice(page * pageSize, (page + 1) * pageSize);
  const changed = <T,>(set: (v: T) => void) => {
    return (v: T) => {
      set(v);
      setPage(0);
    };
  };
  const found = new Map(findings.map((f) => [f.index, f]));
  return (
    <Sheet
      title={t('measure.view.columns')}
      aside={t('measure.shownOf', { n: count(list.length), of: count(p.columns.length) })}
      flush
    >
      <search className={css.tools}>
        <Input
          allowClear
          placeholder={t('measure.search')}
          aria-label={t('measure.search')}
          onChange={(e) => changed(setSearch)(e.target.value)}
        />
        <Select
          aria-label={t('asset.type')}
          value={type}
          onChange={changed(setType)}
          options={[
            { value: '', label: t('measure.anyType') },
            ...types.map((v) => ({ value: v, label: word('columnType', v) })),
          ]}
        />
        <Select
          aria-label={t('measure.order')}
          value={order}
          onChange={changed(setOrder)}
          options={orders.map((v) => ({ value: v, label: t(`measure.by.${v}`) }))}
        />
      </search>
      <DataTable<Placed>
        label={t('measure.view.columns')}
        rows={shown}
        rowKey={(r) => String(r.index)}
        onOpen={(r) => onChoose(r.index)}
        empty={<Empty title={t('measure.noneFound')} />}
        columns={[
          { key: 'name', title: t('asset.column'), cell: (r) => <span className={css.name}>{r.column.name}</span> },
          { key: 'type', title: t('asset.type'), cell: (r) => word('columnType', r.column.type), tight: true },
          {
            key: 'shape',
            title: t('measure.shape'),
            cell: (r) => (silhouette(r.column).length > 1 ? <Mini counts={silhouette(r.column)} /> : ''),
            tight: true,
          },
          {
            key: 'missing',
            title: t('asset.missing'),
            cell: (r) => {
              const ppm = ppmOf(r.column.missing, p.rows);
              return (
                <ShareBar ppm={ppm} tone="missing">
                  {qualityText(ppm)}
                </ShareBar>
              );
            },
            end: true,
            tight: true,
          },
          {
            key: 'distinct',
            title: t('asset.distinct'),
            cell: (r) => `${r.column.exact === false ? '≈ ' : ''}${count(r.column.distinct)}`,
            end: true,
          },
          {
            key: 'found',
            title: t('measure.found'),
            cell: (r) => {
              const f = found.get(r.index);
              const worst = gravest([...(alerts.get(r.column.name) ?? [])]);
              if (!f && !worst) return '';
              return (
                <span className={css.tags}>
                  {f && (
                    <Tag tone={f.grade === 'sensitive' ? 'seal' : f.grade === 'personal' ? 'warn' : undefined}>
                      {text(f)}
                    </Tag>
                  )}
                  {worst && <SeverityTag severity={worst} />}
                </span>
              );
            },
          },
        ]}
      />
      <Pager page={page} pages={pages} onPage={setPage} />
    </Sheet>
  );
}
