import { components } from './components';
import { desks } from './desks';
import { proof } from './proof';
import { shell } from './shell';
import { terms } from './terms';

export const en: Record<string, string> = { ...shell, ...terms, ...components, ...proof, ...desks };
