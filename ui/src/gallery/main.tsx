import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { Providers } from '../app/Providers';
import { start } from '../app/start';
import { Gallery } from './Gallery';

// Every component with fixed values, for the eye: `npm run dev`, then /gallery.html. Not part of the build.
await start();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <Providers>
      <MemoryRouter initialEntries={['/bank/cases']}>
        <Gallery />
      </MemoryRouter>
    </Providers>,
  );
}
