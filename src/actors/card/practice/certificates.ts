import { createPublicKey, generateKeyPair, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { bits, der, integer, nothing, octets, oid, sequence, set, tagged, text, time, yes } from './der.ts';

/** Keys of the practice world, made anew at each start: nothing signed by them means anything outside it. */
export interface PracticeKeys {
  readonly authority: KeyObject;
  readonly user: KeyObject;
}

interface Validity {
  readonly start: Date;
  readonly end: Date;
}
const authorityValidity = { start: new Date('2016-01-01T00:00:00Z'), end: new Date('2045-12-31T23:59:59Z') };
/** A real one lives up to the fifth birthday after its issue. */
const userYears = 5;

const newKeyPair = promisify(generateKeyPair);

/** Two RSA-2048 keys, about 0.3 s of another thread's time. */
export async function makePracticeKeys(): Promise<PracticeKeys> {
  const make = async () => (await newKeyPair('rsa', { modulusLength: 2048 })).privateKey;
  const [authority, user] = await Promise.all([make(), make()]);
  return { authority, user };
}

const sha256WithRsa = () => sequence(oid('1.2.840.113549.1.1.11'), nothing());
const country = () => set(sequence(oid('2.5.4.6'), der(0x13, new Uint8Array(Buffer.from('JP')))));
const organisation = () => set(sequence(oid('2.5.4.10'), text('Honnin practice only')));
const commonName = (name: string) => set(sequence(oid('2.5.4.3'), text(name)));
const authorityName = () => sequence(country(), organisation(), commonName('Practice authority'));
const basicConstraintsCa = () => tagged(3, sequence(sequence(oid('2.5.29.19'), yes(), octets(sequence(yes())))));

/** A self-signed X.509 certificate of the practice authority. */
export function authorityCertificate(keys: PracticeKeys): Uint8Array {
  return certificate(keys.authority, keys.authority, 1, authorityName(), authorityValidity, basicConstraintsCa());
}

/** A certificate of the practice user's key with this name, valid for five years up to `end`. */
export function userCertificate(keys: PracticeKeys, name: string, serial: number, end: Date): Uint8Array {
  const subject = sequence(country(), organisation(), commonName(name));
  const start = new Date(end);
  start.setUTCFullYear(end.getUTCFullYear() - userYears);
  return certificate(keys.authority, keys.user, serial, subject, { start, end });
}

function certificate(
  issuer: KeyObject,
  owner: KeyObject,
  serial: number,
  subject: Uint8Array,
  { start, end }: Validity,
  ...extensions: Uint8Array[]
): Uint8Array {
  const publicKey = new Uint8Array(createPublicKey(owner).export({ type: 'spki', format: 'der' }));
  const validity = sequence(time(start), time(end));
  const version3 = tagged(0, integer(2));
  const signed = sequence(
    version3,
    integer(serial),
    sha256WithRsa(),
    authorityName(),
    validity,
    subject,
    publicKey,
    ...extensions,
  );
  return sequence(signed, sha256WithRsa(), bits(new Uint8Array(sign('sha256', signed, issuer))));
}
