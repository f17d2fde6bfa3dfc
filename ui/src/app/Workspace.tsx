import { useQueryClient } from '@tanstack/react-query';
import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import { Link, Navigate, Route, Routes, useLocation } from 'react-router';
import { useAct } from '../api/act';
import { api } from '../api/client';
import type { Me } from '../api/types';
import { Page } from '../components/Page';
import { Empty, Skeleton } from '../components/PageState';
import { desks } from '../desks';
import { useT } from '../i18n';
import { endSession, rolesOf } from '../session/session';
import { DeskLayout } from './DeskLayout';
import { type Desk, desksOf, landing, type PageDef } from './desks';
import { ErrorBoundary } from './ErrorBoundary';

const loaded = new Map<PageDef['load'], ComponentType>();

/** A lazy component per page, made once: making it again would unmount the page under the user's hands. */
function lazyPage(load: PageDef['load']): ComponentType {
  const known = loaded.get(load);
  if (known) return known;
  const made = lazy(load);
  loaded.set(load, made);
  return made;
}

/** Everything behind the door: the frame, and the pages that this user may open. */
export function Workspace({ me }: { me: Me }) {
  const client = useQueryClient();
  const { pathname } = useLocation();
  const mine = useMemo(() => desksOf(desks, rolesOf(me), me.actions), [me]);
  const signOut = useAct({
    run: () => api.DELETE('/api/v1/session'),
    onDone: () => endSession(client),
  });
  return (
    <DeskLayout me={me} desks={mine} onSignOut={() => signOut.mutate(undefined)}>
      <ErrorBoundary resetOn={pathname}>
        <Suspense fallback={<Skeleton />}>
          <Pages desks={mine} />
        </Suspense>
      </ErrorBoundary>
    </DeskLayout>
  );
}

function Pages({ desks: mine }: { desks: readonly Desk[] }) {
  const first = landing(mine);
  return (
    <Routes>
      {first && <Route path="/" element={<Navigate to={first} replace />} />}
      {mine.flatMap((d) =>
        d.pages.map((p) => {
          const Shown = lazyPage(p.load);
          return <Route key={p.path} path={p.path} element={<Shown />} />;
        }),
      )}
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

function NotFound() {
  const t = useT();
  return (
    <Page title={t('shell.notFound')}>
      <Empty title={t('shell.notFoundHint')}>
        <Link to="/">{t('shell.home')}</Link>
      </Empty>
    </Page>
  );
}
