import { describe, expect, test } from 'vitest';
import { addDays, civilDate, dateTime, longDate, weekday } from './date';
import { amount, count, money, parseYuan, percent, ratio, ratioBp } from './money';

describe('money', () => {
  test('fen are grouped and always show two decimals', () => {
    expect(amount(500_000_000)).toBe('5,000,000.00');
    expect(amount(1)).toBe('0.01');
    expect(amount(-123_456_789)).toBe('-1,234,567.89');
  });
  test('万元 and 亿元 round half away from zero', () => {
    expect(money(896_800_000, 'zh', 'wan')).toBe('896.80 万元');
    expect(amount(5_000, 'wan')).toBe('0.01');
    expect(amount(4_999, 'wan')).toBe('0.00');
    expect(amount(-5_000, 'wan')).toBe('-0.01');
    expect(money(13_370_000_000, 'zh', 'yi')).toBe('1.34 亿元');
  });
  test('the largest amount of the books keeps its last fen', () => {
    expect(amount(9_007_199_254_740_991)).toBe('90,071,992,547,409.91');
  });
  test('English names the currency and never abbreviates', () => {
    expect(money(896_800_000, 'en', 'wan')).toBe('CNY 8,968,000.00');
  });
  test('typed yuan with three decimals are refused, not rounded', () => {
    expect(parseYuan('1,000.50')).toBe(100_050);
    expect(parseYuan('12')).toBe(1_200);
    expect(parseYuan('0.005')).toBeNull();
    expect(parseYuan('1,00')).toBeNull();
    expect(parseYuan('')).toBeNull();
    expect(parseYuan('99999999999999999')).toBeNull();
  });
  test('basis points and ppm', () => {
    expect(percent(5575)).toBe('55.75%');
    expect(percent(0)).toBe('0.00%');
    expect(ratio(985_000)).toBe('0.985');
    expect(ratio(1_000_000)).toBe('1');
    expect(count(1_234_567)).toBe('1,234,567');
  });
  test('a loan is never shown as less of its value than it is', () => {
    expect(ratioBp(500, 896)).toBe(5581);
    expect(ratioBp(1, 3)).toBe(3334);
    expect(ratioBp(1, 0)).toBe(0);
  });
});

describe('dates', () => {
  test('instants show in China time whatever the browser zone', () => {
    expect(dateTime('2026-03-19T16:30:00Z')).toBe('2026-03-20 00:30');
    expect(civilDate('2026-12-31T16:00:00Z')).toBe('2027-01-01');
  });
  test('civil dates have no zone', () => {
    expect(weekday('2026-03-20', 'zh')).toBe('周五');
    expect(longDate('2026-03-05', 'zh')).toBe('2026年3月5日');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  });
});
