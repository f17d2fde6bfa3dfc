import { appraisal } from './appraisal';
import { audit } from './audit';
import { components } from './components';
import { credit } from './credit';
import { decision } from './decision';
import { desks } from './desks';
import { fields } from './fields';
import { form } from './form';
import { loan } from './loan';
import { organisations } from './organisations';
import { oversight } from './oversight';
import { places } from './places';
import { proof } from './proof';
import { records } from './records';
import { registration } from './registration';
import { shell } from './shell';
import { terms } from './terms';
import { work } from './work';

export const en: Record<string, string> = {
  ...shell,
  ...terms,
  ...components,
  ...proof,
  ...fields,
  ...form,
  ...records,
  ...registration,
  ...desks,
  ...appraisal,
  ...audit,
  ...credit,
  ...loan,
  ...oversight,
  ...places,
  ...organisations,
  ...decision,
  ...work,
};
