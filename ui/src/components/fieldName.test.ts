import { beforeAll, expect, test } from 'vitest';
import { startLanguage, t } from '../i18n';
import { fieldName } from './fieldName';

beforeAll(() => startLanguage('zh'));

const words: Record<string, string> = { 'input.discount_rate': '折现率' };
const name = (field: string) => fieldName(field, t, (of, code) => words[`${of}.${code}`] ?? code);

test('a field is named by the label of the form, its parent deciding where the name alone is unclear', () => {
  expect(name('body.certificate')).toBe('登记凭证');
  expect(name('body.form.contact.name')).toBe('联系人姓名');
  expect(name('body.form.region')).not.toBe(name('body.form.restrictions.region'));
});

test('a member of a list tells its place, counted from one', () => {
  expect(name('body.rights[0]')).toBe('申请登记的权利第 1 项');
});

test('a field without a label is its last part, without unit and underscores', () => {
  expect(name('approaches[0].discount_rate')).toBe('折现率');
  expect(name('body.other_charge_fen')).toBe('other charge');
});
