import { appraisal } from './appraisal';
import { audit } from './audit';
import { chronicle } from './chronicle';
import { components } from './components';
import { counter } from './counter';
import { credit } from './credit';
import { decision } from './decision';
import { deeds } from './deeds';
import { desks } from './desks';
import { fields } from './fields';
import { form } from './form';
import { loan } from './loan';
import { measurement } from './measurement';
import { office } from './office';
import { organisations } from './organisations';
import { oversight } from './oversight';
import { places } from './places';
import { proof } from './proof';
import { records } from './records';
import { registration } from './registration';
import { search } from './search';
import { shell } from './shell';
import { terms } from './terms';
import { valuation } from './valuation';
import { work } from './work';

export const zh = {
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
  ...measurement,
  ...oversight,
  ...places,
  ...office,
  ...organisations,
  ...decision,
  ...chronicle,
  ...counter,
  ...deeds,
  ...search,
  ...valuation,
  ...work,
} as const;
