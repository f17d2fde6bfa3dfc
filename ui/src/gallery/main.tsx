import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { Providers } from '../app/Providers';
import { start } from '../app/start';
import { meQuery, nodeQuery } from '../session/session';
import { Gallery } from './Gallery';
import { me, node } from './sample';

// Every component with fixed values, for the eye: `npm run dev`, then /gallery.html. Not part of the build.
await start();
const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
client.setQueryData(meQuery.queryKey, me);
client.setQueryData(nodeQuery.queryKey, node);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <Providers>
      <QueryClientProvider client={client}>
        <MemoryRouter initialEntries={['/bank/cases']}>
          <Gallery />
        </MemoryRouter>
      </QueryClientProvider>
    </Providers>,
  );
}
