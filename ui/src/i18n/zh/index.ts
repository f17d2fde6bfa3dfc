import { components } from './components';
import { desks } from './desks';
import { proof } from './proof';
import { shell } from './shell';
import { terms } from './terms';

export const zh = { ...shell, ...terms, ...components, ...proof, ...desks } as const;
