import type { Book, Found } from './book';
import { type Credential, fault } from './document';
import { statesOf } from './facts';

/** How many certificates the registry lists on one page of a holder's. */
const pageSize = 64;

/** A certificate on the register's list: what holds of it, or, unpublished, no more than that it exists. */
export interface Listed {
  code: string;
  found?: Found;
}

/** The certificates on an asset or of a holder, by the register's own list: provably nothing is left out. */
export function listed(c: Credential, book: Book, today: string): Listed[] {
  const codes = c.kind === 'asset_search' ? ofAsset(c.code, book) : ofHolder(c.code, book);
  return codes.map((code) => {
    if (book.withheld(`certificate/${code}`)) return { code };
    const found = book.identity(code);
    book.encumbered(found);
    book.noted(found, false);
    book.disclosed(found);
    const { asset, holder } = found.certificate;
    if ((c.kind === 'asset_search' ? asset : holder) !== c.code) throw fault('fact', `certificate/${code}: of another`);
    const liens = found.liens.map((l) => l.lien);
    found.states = statesOf(found.certificate, liens, found.annotations, today);
    return { code, found };
  });
}

function ofAsset(id: string, book: Book): string[] {
  const asset = book.readOrAbsent<{ id: string; certificates?: string[] | null }>(`asset/${id}`);
  if (!asset) return [];
  if (asset.id !== id) throw fault('fact', 'it is of another asset');
  return asset.certificates ?? [];
}

/** Only a log whose genesis says that it keeps lists by holder can prove that somebody has none. */
function ofHolder(uscc: string, book: Book): string[] {
  if (!book.read<{ holder_index?: boolean }>('genesis').holder_index) {
    throw fault('fact', 'this log does not list certificates by holder');
  }
  const count = book.readOrAbsent<{ count: number }>(`holder/${uscc}`)?.count ?? 0;
  const codes: string[] = [];
  for (let page = 0; codes.length < count; page++) {
    const { certificates } = book.read<{ certificates: string[] }>(`holder/${uscc}/${page}`);
    if (certificates.length !== Math.min(pageSize, count - codes.length)) throw fault('fact', 'the page is not whole');
    codes.push(...certificates);
  }
  if (new Set(codes).size !== codes.length) throw fault('fact', 'a certificate is listed twice');
  return codes;
}
