import { proof as en } from '../i18n/en/proof';
import { proof as zh } from '../i18n/zh/proof';
import { canonical } from '../proof/canon';
import { verifyCredential } from '../proof/credential';
import { render } from './render';
import './portal.css';

/*
 * The script of the server-rendered public pages. They work without it; it adds the check that needs no trust in the node.
 * What a page offers:
 *
 *   <section id="shurong-proof" data-lang="zh"            where the result is written
 *            data-log-key="name+hash+key"                 the key the node publishes; compared with the document's
 *            data-today="2026-03-20">                     the node's date, by which validity is judged
 *   <script type="application/json" id="shurong-credential">…</script>   a document to check at once, or
 *   <input type="file" id="shurong-file">                 a file to check; it never leaves the browser
 */

const place = document.getElementById('shurong-proof');

async function check(text: string) {
  if (!place) return;
  const { lang, logKey, today } = place.dataset;
  const texts = lang === 'en' ? en : zh;
  place.setAttribute('aria-busy', 'true');
  const report = await verifyCredential(text, {
    logKey: logKey || undefined,
    today: today ?? new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
  });
  place.removeAttribute('aria-busy');
  place.replaceChildren(...render(report, texts));
}

/** A document inside a page may have its angle brackets escaped; its canonical form is the same. */
function embedded(): string | null {
  const source = document.getElementById('shurong-credential')?.textContent;
  if (!source) return null;
  try {
    return canonical(JSON.parse(source));
  } catch {
    return source;
  }
}

const text = embedded();
if (text) void check(text);

const file = document.getElementById('shurong-file');
file?.addEventListener('change', () => {
  const chosen = (file as HTMLInputElement).files?.[0];
  if (chosen) void chosen.text().then(check);
});
