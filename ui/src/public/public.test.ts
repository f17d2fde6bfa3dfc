import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dark, light, type Palette } from '../design/tokens';
import { proof as en } from '../i18n/en/proof';
import { proof as zh } from '../i18n/zh/proof';
import { ProofFault } from '../proof/hash';
import { render } from './render';

test('the public style sheet names the colours of the tokens', () => {
  const css = readFileSync('src/public/portal.css', 'utf8');
  const named = [...css.matchAll(/--([a-z-]+): light-dark\((#\w+), (#\w+)\)/g)];
  expect(named.length).toBeGreaterThan(8);
  for (const [, name = '', l, d] of named) {
    const key = name.replace(/-(.)/g, (_, c: string) => c.toUpperCase()) as keyof Palette;
    expect([name, l, d]).toEqual([name, light[key], dark[key]]);
  }
});

test('a report shows its outcome, the steps that held and the one that failed', () => {
  const steps = [{ code: 'facts' as const, args: { n: 5 } }];
  const fault = new ProofFault('credential.signature');
  const [outcome, , list] = render({ steps, liens: [], live: false, fault }, zh);
  expect(outcome?.textContent).toBe(zh['proof.bad']);
  expect(list?.children).toHaveLength(2);
  expect(list?.children[0]?.textContent).toContain('5 项');
  expect(list?.children[1]?.textContent).toContain('credential.signature');
  const [good] = render({ steps, liens: [], live: true }, en);
  expect(good?.className).toContain('outcome-ok');
});
