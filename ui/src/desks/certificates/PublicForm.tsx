import { Payload } from '../../components/Payload';
import { CaseFormFacts } from '../registration/CaseFormFacts';

/** The public part of a registered form, as far as this version knows its members; all of it otherwise. */
export function PublicForm({ form }: { form: Record<string, unknown> }) {
  if (typeof form.summary !== 'string') return <Payload value={form} />;
  return <CaseFormFacts form={form} />;
}
