import { proof as en } from '../i18n/en/proof';
import { proof as zh } from '../i18n/zh/proof';
import { canonical } from '../proof/canon';
import { verifyCredential } from '../proof/credential';
import { render } from './render';

/*
 * The script of the server-rendered verification page (internal/portal/pages). The page works without it; it adds the
 * check that needs no trust in the node. What a page offers:
 *
 *   <script type="application/json" id="credential">…</script>      the document to check
 *   <div id="browser-check" hidden data-lang="zh"                    where the result is written, and shown
 *        data-log-key="name+hash+key"    optional: the key the node publishes; compared with the document's
 *        data-today="2026-03-20">        optional: the node's date, by which validity is judged; else the reader's
 */

/** A document inside a page has its angle brackets escaped; its canonical form is the same. */
function unescaped(source: string): string {
  try {
    return canonical(JSON.parse(source));
  } catch {
    return source;
  }
}

const chinaHours = 8;
const today = () => new Date(Date.now() + chinaHours * 3_600_000).toISOString().slice(0, 10);

async function check(place: HTMLElement, source: string): Promise<void> {
  const { lang, logKey, today: given } = place.dataset;
  const report = await verifyCredential(unescaped(source), { logKey: logKey || undefined, today: given || today() });
  place.replaceChildren(...render(report, lang === 'en' ? en : zh));
  place.hidden = false;
}

const place = document.getElementById('browser-check');
const source = document.getElementById('credential')?.textContent;
if (place && source) void check(place, source);
