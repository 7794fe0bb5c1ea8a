import type { ApduClient, CardFault } from './apdu-client.ts';
import { cardFaceFiles, tags } from './applications.ts';
import { CardFile } from './card-file.ts';
import { findTlv, longestHead, readTlvHead } from './tlv.ts';

/** The vault's place for the photo; the real ones are expected to have 10–20 KB (card.md). */
export const largestPhoto = 65_536;
/** The card face has ten elements; a card that shows more than this is not telling the truth. */
const mostElements = 32;
/** A first read of this size covers the heads of everything before the name picture. */
const firstRead = 256;

export type Photo =
  { readonly start: number; readonly end: number } | { readonly fault: 'noPhoto' | 'damaged' | CardFault };

/** EF 0003 DF31 byte 2: does the card answer extended-length READ BINARY? A card that does not say is read in short steps. */
export async function speaksExtended(client: ApduClient): Promise<boolean | { readonly fault: CardFault }> {
  const selected = await client.selectFile(cardFaceFiles.applicationInfo);
  if (selected === 'missing' || selected === 'refused') return false;
  if (selected !== 'ok') return { fault: selected };
  const read = await client.readBinary(0, 256);
  if ('fault' in read) return read.fault === 'missing' || read.fault === 'refused' ? false : read;
  const info = readTlvHead(client.scratch, 0, read.length);
  if (info?.tag !== tags.applicationInfo) return false;
  const capabilities = findTlv(
    client.scratch,
    tags.capabilities,
    info.valueStart,
    Math.min(info.valueEnd, read.length),
  );
  if (capabilities === undefined || capabilities.valueEnd - capabilities.valueStart < 3) return false;
  return client.scratch[capabilities.valueStart + 2] === 1;
}

/**
 * Finds FF20 / DF27 in EF 0002, already opened by 照合番号B, and reads it into `buffer` (cardFileBytes long). The photo lies
 * between the answered offsets of `buffer`. Lengths are taken as the card's claim and checked, never trusted.
 */
export async function readPhoto(
  client: ApduClient,
  buffer: Uint8Array<ArrayBuffer>,
  extended: boolean,
): Promise<Photo> {
  const selected = await client.selectFile(cardFaceFiles.face);
  if (selected !== 'ok') return { fault: selected };
  const file = new CardFile(client, buffer, extended);
  const first = await file.need(0, firstRead);
  if (first !== 'ok' && first !== 'short') return { fault: first };
  const face = readTlvHead(buffer, 0, file.end);
  if (face?.tag !== tags.face || face.valueEnd > buffer.length - 2) return { fault: 'damaged' };

  let at = face.valueStart;
  for (let count = 0; at < face.valueEnd; count++) {
    if (count === mostElements) return { fault: 'damaged' };
    const reached = await file.need(at, Math.min(at + longestHead, face.valueEnd));
    if (reached !== 'ok' && reached !== 'short') return { fault: reached };
    const element = readTlvHead(buffer, at, Math.min(file.end, face.valueEnd));
    if (element === undefined || element.valueEnd > face.valueEnd) return { fault: 'damaged' };
    if (element.tag === tags.photo) return readValue(file, element.valueStart, element.valueEnd);
    at = element.valueEnd;
  }
  return { fault: 'noPhoto' };
}

async function readValue(file: CardFile, start: number, end: number): Promise<Photo> {
  if (end === start) return { fault: 'noPhoto' };
  if (end - start > largestPhoto) return { fault: 'damaged' };
  const read = await file.need(start, end);
  if (read === 'ok') return { start, end };
  return { fault: read === 'short' ? 'damaged' : read };
}
