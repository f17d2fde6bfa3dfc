import { useEffect, useRef } from 'react';
import { useMode } from '../design/mode';
import { dark, light, type } from '../design/tokens';
import { amount } from '../format/money';
import { useMoney } from '../format/unit';
import { useT } from '../i18n';
import { echarts } from './engine';
import { lineOf, type ValueEvent, type ValuePoint } from './series';

interface Props {
  points: readonly ValuePoint[];
  triggerBp: number;
  events: readonly ValueEvent[];
  label: string;
}

/** Appraised value, loan balance, and the value below which margin is called, labelled at their ends. Loaded when needed. */
export default function ValueChart({ points, triggerBp, events, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const p = useMode() === 'dark' ? dark : light;
  const t = useT();
  const { money, unit } = useMoney();

  useEffect(() => {
    if (!box.current) return;
    const chart = echarts.init(box.current, null, { renderer: 'svg' });
    const narrow = box.current.clientWidth < 520;
    const line = (name: string, color: string, data: [string, number][], dashed = false) => ({
      name,
      type: 'line' as const,
      step: 'end' as const,
      data,
      showSymbol: false,
      lineStyle: { color, width: 2, type: dashed ? ('dashed' as const) : ('solid' as const) },
      itemStyle: { color },
      endLabel: { show: !narrow, formatter: name, color, fontSize: 12, distance: 6 },
      labelLayout: { moveOverlap: 'shiftY' as const },
      emphasis: { disabled: true },
    });
    const value = line(
      t('term.appraisedValue'),
      p.value,
      points.map((d) => [d.date, d.valueFen]),
    );
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: type.sans, color: p.ink },
      grid: { left: 8, right: narrow ? 12 : 108, top: 40, bottom: 8, containLabel: true },
      tooltip: {
        trigger: 'axis',
        backgroundColor: p.surface,
        borderColor: p.ruleStrong,
        textStyle: { color: p.ink, fontSize: 13 },
        valueFormatter: (v: unknown) => money(Number(v)),
      },
      xAxis: {
        type: 'time',
        axisLine: { lineStyle: { color: p.ruleStrong } },
        axisLabel: { color: p.inkFaint, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        min: 0,
        name: t(`money.${unit}`),
        nameGap: 10,
        nameTextStyle: { color: p.inkFaint, align: 'right' as const, padding: [0, 8, 0, 0] },
        axisLabel: {
          color: p.inkFaint,
          formatter: (v: number) => amount(v, unit === 'yuan' ? 'yuan' : unit).replace(/\.00$/, ''),
        },
        splitLine: { lineStyle: { color: p.rule } },
      },
      series: [
        {
          ...value,
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: { color: p.inkFaint, type: 'dotted' as const },
            label: { color: p.inkSoft, fontSize: 11, position: 'end' as const, formatter: '{b}' },
            data: narrow
              ? []
              : events.map((e, i) => ({ name: e.label, xAxis: e.date, label: { distance: [0, i % 2 ? 16 : 2] } })),
          },
        },
        line(
          t('term.loanBalance'),
          p.loan,
          points.map((d) => [d.date, d.loanFen]),
        ),
        line(
          t('term.marginLine'),
          p.line,
          points.map((d) => [d.date, lineOf(d, triggerBp)]),
          true,
        ),
      ],
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [points, triggerBp, events, p, t, money, unit]);

  return <div ref={box} role="img" aria-label={label} style={{ height: 300 }} />;
}
