import { Component, type ReactNode } from 'react';
import { t } from '../i18n';
import css from './ErrorBoundary.module.css';

interface Props {
  /** A new value, as after a change of page, tries again. */
  resetOn: unknown;
  children: ReactNode;
}

/** A page that fails takes nothing else down, and says how to go on. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(was: Props) {
    if (this.state.error && was.resetOn !== this.props.resetOn) this.setState({ error: null });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={css.crash} role="alert">
        <h1>{t('shell.crashed')}</h1>
        <p>{t('shell.crashedHint')}</p>
        <pre className="mono">{String(error.stack ?? error).slice(0, 1200)}</pre>
        <button type="button" onClick={() => location.reload()}>
          {t('shell.reload')}
        </button>
      </div>
    );
  }
}
