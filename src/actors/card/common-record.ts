import type { ApduClient, CardFault } from './apdu-client.ts';
import { applications, commonFiles } from './applications.ts';
import type { CardDate, CardFacts } from './card-facts.ts';

/** 01 1C and 28 ASCII digits: serial 15, municipality 5, expiry YYYYMMDD [B]. */
const recordBytes = 30;
const serialAt = 2;
const expiryAt = 22;

/**
 * Reads the 共通カードAP's record, free of any key, into `facts`. 'swapped': another card lies there than before.
 * 'missing' or 'refused' only mean that this card does not tell; the caller goes on without.
 */
export async function readCommonRecord(client: ApduClient, facts: CardFacts): Promise<'ok' | 'swapped' | CardFault> {
  const application = await client.selectApplication(applications.common);
  if (application !== 'ok') return application;
  const file = await client.selectFile(commonFiles.cardRecord);
  if (file !== 'ok') return file;
  const read = await client.readRecord(1);
  if ('fault' in read) return read.fault;
  const record = client.scratch.subarray(0, read.length);
  const sound = record.length === recordBytes && record[0] === 0x01 && record.subarray(serialAt).every(isDigit);
  if (!sound) return 'refused';
  if (!facts.sameCard(record.subarray(serialAt, serialAt + 15))) return 'swapped';
  facts.setExpiry(dateAt(record, expiryAt));
  return 'ok';
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function dateAt(record: Uint8Array, at: number): CardDate | undefined {
  const number = (start: number, digits: number) => {
    let value = 0;
    for (let i = 0; i < digits; i++) value = value * 10 + ((record[at + start + i] ?? 0x30) - 0x30);
    return value;
  };
  const date = { year: number(0, 4), month: number(4, 2), day: number(6, 2) };
  const real = date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
  return real ? date : undefined;
}
