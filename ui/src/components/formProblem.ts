import type { FormInstance } from 'antd';
import { useEffect } from 'react';
import { asProblem, fieldErrors } from '../api/problem';
import { useLanguage } from '../i18n';

/** Puts what the node said about fields beside the form's items, in the reader's language, and moves there. */
export function useFormProblem(form: FormInstance, error: unknown): void {
  const lang = useLanguage();
  useEffect(() => {
    if (!error) return;
    const fields = fieldErrors(asProblem(error), lang);
    if (fields.length === 0) return;
    form.setFields(fields);
    const [first] = fields;
    if (first) form.scrollToField(first.name, { block: 'center', focus: true });
  }, [form, error, lang]);
}
