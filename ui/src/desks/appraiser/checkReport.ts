import { checkEntry, type Signed } from '../../proof/checks';
import { concat, ProofFault, sha256, toHex, utf8 } from '../../proof/hash';
import type { Step } from '../../proof/step';
import type { Report } from './types';

/** A log entry with its proof, as the node hands it out. */
type Entry = Signed & { index: number; leaf: string; path: readonly string[] };

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (b) => Number.parseInt(b, 16)) as Uint8Array<ArrayBuffer>;
}

/** Is this the report that the log commits to? Salt and document make the commitment, and the entry holds it with the value. */
export async function checkReport(
  r: Pick<Report, 'salt' | 'document' | 'commitment' | 'value_fen' | 'certificate' | 'index'>,
  entry: () => Promise<Entry>,
): Promise<Step[]> {
  const digest = toHex(await sha256(concat(fromHex(r.salt), utf8(r.document))));
  if (digest !== r.commitment) throw new ProofFault('report.commitment');
  const e = await entry();
  const leaf = JSON.parse(e.leaf) as { command?: { body?: Record<string, unknown> } };
  const said = leaf.command?.body ?? {};
  const about = said.report === r.commitment && said.value_fen === r.value_fen && said.certificate === r.certificate;
  if (!about || e.index !== r.index) throw new ProofFault('report.entry');
  return [{ code: 'commitment', args: {} }, ...(await checkEntry(e)), { code: 'recorded', args: { index: r.index } }];
}
