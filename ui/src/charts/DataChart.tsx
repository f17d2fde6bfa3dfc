import { useEffect, useRef } from 'react';
import { useMode } from '../design/mode';
import { dark, light, type } from '../design/tokens';
import { amount, percent } from '../format/money';
import { useMoney } from '../format/unit';
import { useT } from '../i18n';
import type { DataPoint, ReportPoint } from './dataSeries';
import { echarts } from './engine';

const whole = 10_000; // basis points

interface Props {
  reports: readonly ReportPoint[];
  points: readonly DataPoint[];
  /** The last day on the axis. */
  today: string;
  label: string;
}

/** Appraised value above, the data's quality below, over one axis of time. Loaded when needed. */
export default function DataChart({ reports, points, today, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const p = useMode() === 'dark' ? dark : light;
  const t = useT();
  const { money, unit } = useMoney();

  useEffect(() => {
    if (!box.current) return;
    const chart = echarts.init(box.current, null, { renderer: 'svg' });
    const both = reports.length > 0 && points.length > 0;
    const days = [...reports.map((r) => r.date), ...points.map((d) => d.date), today].sort();
    const [first] = days;
    const axis = (gridIndex: number, shown: boolean) => ({
      type: 'time' as const,
      gridIndex,
      min: first,
      max: days.at(-1),
      axisLine: { lineStyle: { color: p.ruleStrong } },
      axisTick: { show: shown },
      axisLabel: { show: shown, color: p.inkFaint, hideOverlap: true },
    });
    const scale = (gridIndex: number, name: string, more: object) => ({
      type: 'value' as const,
      gridIndex,
      name,
      nameGap: 8,
      nameTextStyle: { color: p.inkFaint, align: 'left' as const },
      splitNumber: 3,
      splitLine: { lineStyle: { color: p.rule } },
      ...more,
    });
    const line = (name: string, color: string, at: number, data: [string, number][], step: boolean) => ({
      name,
      type: 'line' as const,
      xAxisIndex: at,
      yAxisIndex: at,
      step: step ? ('end' as const) : undefined,
      data,
      symbolSize: 7,
      showSymbol: data.length < 40,
      lineStyle: { color, width: 2 },
      itemStyle: { color },
      emphasis: { disabled: true },
    });
    const dotted = { color: p.inkFaint, width: 1, type: 'dotted' as const };
    const values: [string, number][] = reports.map((r) => [r.date, r.valueFen]);
    const last = values.at(-1);
    if (last && last[0] < today) values.push([today, last[1]]);
    const lower = both ? 1 : 0;
    const valueScale = scale(0, `${t('term.appraisedValue')} (${t(`money.${unit}`)})`, {
      min: 0,
      axisLabel: {
        color: p.inkFaint,
        formatter: (v: number) => amount(v, unit === 'yuan' ? 'yuan' : unit).replace(/\.00$/, ''),
      },
    });
    // From the ten per cent below the worst day, in two steps.
    const worst = Math.min(whole, ...points.map((d) => d.qualityBp));
    const floor = Math.max(0, Math.floor((worst - 1) / 1_000) * 1_000);
    const qualityScale = scale(lower, t('measured.quality'), {
      min: floor,
      max: whole,
      interval: (whole - floor) / 2,
      axisLabel: { color: p.inkFaint, formatter: (v: number) => percent(v).replace(/\.0+%$/, '%') },
    });
    const series: object[] = [];
    if (reports.length > 0) {
      series.push(line(t('term.appraisedValue'), p.value, 0, values, true));
      for (const [name, edge] of [
        [t('point.low_fen'), 'lowFen'],
        [t('point.high_fen'), 'highFen'],
      ] as const) {
        const at = reports.map((r) => [r.date, r[edge]] as [string, number]);
        const end = at.at(-1);
        if (end && end[0] < today) at.push([today, end[1]]);
        series.push({ ...line(name, p.inkFaint, 0, at, true), lineStyle: dotted, symbolSize: 4 });
      }
    }
    if (points.length > 0) {
      const quality = points.map((d) => [d.date, d.qualityBp] as [string, number]);
      series.push({
        ...line(t('measured.quality'), p.loan, lower, quality, false),
        tooltip: { valueFormatter: (v: unknown) => percent(Number(v)) },
      });
    }
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: type.sans, color: p.ink },
      grid: both
        ? [
            { left: 8, right: 16, top: 34, height: 130, containLabel: true },
            { left: 8, right: 16, top: 208, bottom: 8, containLabel: true },
          ]
        : [{ left: 8, right: 16, top: 34, bottom: 8, containLabel: true }],
      tooltip: {
        trigger: 'axis',
        backgroundColor: p.surface,
        borderColor: p.ruleStrong,
        textStyle: { color: p.ink, fontSize: 13 },
        valueFormatter: (v: unknown) => money(Number(v)),
      },
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      xAxis: both ? [axis(0, false), axis(1, true)] : [axis(0, true)],
      yAxis: both ? [valueScale, qualityScale] : [reports.length > 0 ? valueScale : qualityScale],
      series,
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [reports, points, today, p, t, money, unit]);

  const height = reports.length > 0 && points.length > 0 ? 330 : 200;
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}
