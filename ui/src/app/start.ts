import '../design/base.css';
import { startMode } from '../design/mode';
import { nonce } from '../design/nonce';
import { tokenSheet } from '../design/tokens';
import { startLanguage } from '../i18n';

/** What must be there before anything is drawn: tokens, light or dark, and the reader's language. */
export async function start(): Promise<void> {
  const sheet = document.createElement('style');
  sheet.nonce = nonce;
  sheet.textContent = tokenSheet();
  document.head.prepend(sheet);
  startMode();
  await startLanguage();
}
