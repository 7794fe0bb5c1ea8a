import { randomBytes, createHash, verify, X509Certificate } from 'node:crypto';
import { command, type ApduClient } from '../../card/apdu-client.ts';
import { applications, fullTries, jpkiFiles } from '../../card/applications.ts';
import { realWait, visitCard } from '../../card/card-visit.ts';
import { offHeap } from '../../card/off-heap.ts';
import { statusOf } from '../../card/status-word.ts';
import type { CardTransport } from '../../card/transport.ts';
import { readTlvHead } from '../../card/tlv.ts';
import { presentOnce, readTries } from '../../card/verify.ts';
import { certificateState, type CertificateState } from './certificate-dates.ts';

export type Identified =
  | { readonly outcome: 'ok'; readonly certificate: CertificateState }
  | { readonly outcome: 'pinLocked' | 'pinUnknown' | 'cardGone' }
  | { readonly outcome: 'pinWrong'; readonly left: number };

/** DigestInfo of SHA-256 (RFC 8017, 9.2 note 1) before the digest. */
const sha256Info = Uint8Array.from([
  0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
]);
const signatureBytes = 256;
const certificateBytes = 2048;

/**
 * What the real program does with the card, as far as it is public: open the 利用者 key by PIN (presented once, counter read
 * before) or without, let it sign a challenge, check the signature against the card's certificate, let go of the card.
 */
export async function identify(
  transport: CardTransport,
  pin: Uint8Array<ArrayBuffer> | undefined,
  wanted: () => boolean,
): Promise<Identified> {
  const visit = await visitCard(transport, realWait, wanted, async (client) => {
    if ((await client.selectApplication(applications.jpki)) !== 'ok') return gone;
    const opened = pin === undefined ? await openWithoutPin(client) : await openByPin(client, pin);
    if (opened !== 'open') return opened;
    const certificate = await signsRightly(client);
    if (certificate === undefined) return gone;
    const ok: Identified = { outcome: 'ok', certificate: certificateState(certificate.validToDate, new Date()) };
    return ok;
  });
  return 'refused' in visit ? gone : visit;
}

const gone: Identified = { outcome: 'cardGone' };

async function openByPin(client: ApduClient, pin: Uint8Array<ArrayBuffer>): Promise<'open' | Identified> {
  const counter = await readTries(client, jpkiFiles.userPin, fullTries.userPin);
  if ('fault' in counter) return gone;
  if (counter.tries === 0) return { outcome: 'pinLocked' };
  const presented = await presentOnce(client, pin);
  switch (presented.outcome) {
    case 'right':
      return 'open';
    case 'wrong':
      return { outcome: 'pinWrong', left: presented.left };
    case 'locked':
      return { outcome: 'pinLocked' };
    case 'unknown':
      return { outcome: 'pinUnknown' };
    default:
      return gone;
  }
}

/** 80 A2 against EF 0016. The real steps need a terminal certificate that only the 支払基金 has; a practice card lets it be. */
async function openWithoutPin(client: ApduClient): Promise<'open' | Identified> {
  if ((await client.selectFile(jpkiFiles.terminalCaKey)) !== 'ok') return gone;
  const answer = await client.send(command(0x80, 0xa2, 0x00, 0xc1, []));
  return !('fault' in answer) && statusOf(answer.word) === 'ok' ? 'open' : gone;
}

/** The certificate against which the card has signed a challenge. */
async function signsRightly(client: ApduClient): Promise<X509Certificate | undefined> {
  const challenge = randomBytes(32);
  const digest = createHash('sha256').update(challenge).digest();
  if ((await client.selectFile(jpkiFiles.userKey)) !== 'ok') return undefined;
  const info = new Uint8Array([...sha256Info, ...digest]);
  const request = offHeap(5 + info.length + 1);
  request.set([0x80, 0x2a, 0x00, 0x80, info.length], 0);
  request.set(info, 5);
  const answer = await client.send(request);
  if ('fault' in answer || statusOf(answer.word) !== 'ok' || answer.length !== signatureBytes) return undefined;
  const signature = client.scratch.slice(0, signatureBytes);
  const certificate = await readCertificate(client);
  return certificate !== undefined && signedBy(certificate, challenge, signature) ? certificate : undefined;
}

/** A certificate can be well-formed and hold no key that can be used: that throws only here. */
function signedBy(certificate: X509Certificate, challenge: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify('sha256', challenge, certificate.publicKey, signature);
  } catch {
    return false;
  }
}

async function readCertificate(client: ApduClient): Promise<X509Certificate | undefined> {
  if ((await client.selectFile(jpkiFiles.userCertificate)) !== 'ok') return undefined;
  const bytes = offHeap(certificateBytes);
  let end = 8;
  for (let at = 0; at < end;) {
    const read = await client.readBinary(at, Math.min(256, end - at));
    if ('fault' in read || read.length === 0) return undefined;
    bytes.set(client.scratch.subarray(0, read.length), at);
    at += read.length;
    end = readTlvHead(bytes, 0, at)?.valueEnd ?? end;
    if (end > certificateBytes) return undefined;
  }
  try {
    return new X509Certificate(bytes.subarray(0, end));
  } catch {
    return undefined;
  }
}
