import { createPublicKey } from 'node:crypto';
import type { PracticePatient } from '../../practice/patient.ts';
import {
  applications,
  cardFaceFiles,
  commonFiles,
  fullTries,
  inputHelpFiles,
  jpkiFiles,
  tags,
  tokenLabels,
} from '../applications.ts';
import { authorityCertificate, userCertificate, type PracticeKeys } from './certificates.ts';
import { printedCodeB } from './code-b.ts';
import { joined, textBytes, tlv, type PracticeApplication, type PracticeFile, type RetryKey } from './file-system.ts';

type PatientCard = PracticePatient['card'];

/** My Number of nobody: its check digit is wrong on purpose. */
const practiceMyNumber = '000000000001';
const practiceName = '練習　患者（架空）';
const practiceAddress = '練習県試験市架空１－２－３';
const practicePassword = 'PRACTICE1';
const municipality = '00000';

/** What a card of this kind holds: a whole My Number card, a phone's token, or nothing we know. */
export function cardContent(
  card: PatientCard,
  photo: Uint8Array,
  keys: PracticeKeys,
  serial: number,
  certificateEnds: Date = new Date('2030-12-31T23:59:59Z'),
): readonly PracticeApplication[] {
  switch (card.kind) {
    case 'notMyNumber':
    case 'mute':
      return [];
    case 'phone':
      return [jpki(card, keys, tokenLabels.android, certificateEnds)];
    default: {
      const codeB = retryKey(chipCodeB(card), fullTries.codeB, card.codeBTries);
      return [
        jpki(card, keys, tokenLabels.card, certificateEnds),
        cardFace(card, photo, keys, codeB),
        inputHelp(card),
        common(card, serial),
      ];
    }
  }
}

/** 照合番号B as the chip knows it; `codeBRefuses` makes it differ from the print in its last digit. */
function chipCodeB(card: PatientCard): string {
  const printed = printedCodeB(card);
  if (!card.codeBRefuses) return printed;
  return printed.slice(0, 13) + String((Number(printed.slice(13)) + 1) % 10);
}

function retryKey(secret: string, most: number, left = most): RetryKey {
  return { secret: textBytes(secret), most, left };
}

function application(aid: string, files: readonly (readonly [number, PracticeFile])[]): PracticeApplication {
  return { aid, files: new Map(files) };
}

function jpki(card: PatientCard, keys: PracticeKeys, label: string, ends: Date): PracticeApplication {
  const authority = authorityCertificate(keys);
  const pinTries = card.kind === 'noPin' ? 0 : card.pinTries;
  return application(applications.jpki, [
    [
      jpkiFiles.signCertificate,
      { data: userCertificate(keys, 'Practice signature', 2, ends), opens: [jpkiFiles.signPassword] },
    ],
    [jpkiFiles.signCaCertificate, { data: authority }],
    [jpkiFiles.tokenInfo, { data: textBytes(label.padEnd(160, ' ')) }],
    [jpkiFiles.certificateAvailability, { data: Uint8Array.of(0x8f, 0x8f, 0x00) }],
    [jpkiFiles.userCertificate, { data: userCertificate(keys, 'Practice user', 3, ends) }],
    [jpkiFiles.userCaCertificate, { data: authority }],
    [jpkiFiles.terminalCaKey, { data: textBytes('practice terminal CA') }],
    [jpkiFiles.userKey, { signer: keys.user, opens: [jpkiFiles.userPin] }],
    [jpkiFiles.userPin, { key: retryKey(card.pin, fullTries.userPin, pinTries) }],
    [jpkiFiles.signKey, { signer: keys.user, opens: [jpkiFiles.signPassword] }],
    [jpkiFiles.signPassword, { key: retryKey(practicePassword, fullTries.signPassword) }],
  ]);
}

function cardFace(card: PatientCard, photo: Uint8Array, keys: PracticeKeys, codeB: RetryKey): PracticeApplication {
  // DF31 byte 2 = 1: extended length; DF33, DF34 as on open dumps, municipality of nowhere.
  const info = tlv(
    tags.applicationInfo,
    joined([
      tlv(tags.capabilities, Uint8Array.of(0x06, 0x03, extendedLength(card) ? 0x01 : 0x00)),
      tlv(0xdf33, Uint8Array.of(0x01)),
      tlv(0xdf34, textBytes(municipality)),
    ]),
  );
  const both = [cardFaceFiles.codeB, cardFaceFiles.codeA];
  return application(applications.cardFace, [
    [cardFaceFiles.age, { data: tlv(0xff10, textBytes(compact(card.birth))), opens: [cardFaceFiles.birthKey] }],
    [cardFaceFiles.face, { data: faceFile(card, photo, keys), opens: both }],
    [cardFaceFiles.applicationInfo, { data: info }],
    [cardFaceFiles.birthKey, { key: retryKey(printedCodeB(card).slice(0, 6), fullTries.birthKey) }],
    [cardFaceFiles.codeB, { key: codeB }],
    [cardFaceFiles.codeA, { key: retryKey(practiceMyNumber, fullTries.codeA) }],
  ]);
}

/** Practice cards made before this year answer short APDUs only, so that both ways are walked. */
function extendedLength(card: PatientCard): boolean {
  return Number(card.expiry.slice(0, 4)) >= 2028;
}

function inputHelp(card: PatientCard): PracticeApplication {
  const files = inputHelpFiles;
  const attributes = [
    [0xdf22, practiceName],
    [0xdf23, practiceAddress],
    [0xdf24, compact(card.birth)],
    [0xdf25, '9'],
  ] as const;
  return application(applications.inputHelp, [
    [files.myNumber, { data: tlv(0xff10, textBytes(practiceMyNumber)), opens: [files.pin, files.codeA] }],
    [
      files.attributes,
      {
        data: withOffsets(attributes.map(([tag, value]) => [tag, textBytes(value)])),
        opens: [files.pin, files.codeB],
      },
    ],
    [files.pin, { key: retryKey(card.pin, fullTries.inputHelpPin) }],
    [files.codeA, { key: retryKey(practiceMyNumber, fullTries.codeA) }],
    [files.codeB, { key: retryKey(chipCodeB(card), fullTries.codeB) }],
  ]);
}

function common(card: PatientCard, serial: number): PracticeApplication {
  const digits = `${String(serial).padStart(15, '0')}${municipality}${compact(card.expiry)}`;
  const record = joined([Uint8Array.of(0x01, 0x1c), textBytes(digits)]);
  return application(applications.common, [[commonFiles.cardRecord, { records: [record] }]]);
}

/** EF 0002: FF20 { DF21 offsets, DF22 … DF2A } and the FF filler after it. */
function faceFile(card: PatientCard, photo: Uint8Array, keys: PracticeKeys): Uint8Array {
  const publicKey = new Uint8Array(createPublicKey(keys.authority).export({ type: 'pkcs1', format: 'der' }));
  const elements: (readonly [number, Uint8Array])[] = [
    [tags.birth, textBytes(compact(card.birth))],
    [tags.sex, textBytes('9')],
    [tags.publicKey, publicKey],
    [tags.namePicture, practicePng(900)],
    [tags.addressPicture, practicePng(1800)],
    ...(card.kind === 'noPhoto' ? [] : [[tags.photo, card.photoDamaged ? damaged(photo) : photo] as const]),
    [tags.signature, new Uint8Array(256).fill(0xbc)],
    [tags.expiry, textBytes(compact(card.expiry))],
    [tags.securityCodePicture, practicePng(100)],
  ];
  return joined([withOffsets(elements), new Uint8Array(64).fill(0xff)]);
}

/** FF20 { DF21 with the position of each element in the file, the elements }. */
function withOffsets(elements: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const coded = elements.map(([tag, value]) => tlv(tag, value));
  const headBytes = 5;
  const table = new Uint8Array(coded.length * 2);
  let position = headBytes + headBytes + table.length;
  for (const [index, element] of coded.entries()) {
    table.set([position >> 8, position & 0xff], index * 2);
    position += element.length;
  }
  return tlv(tags.face, joined([tlv(tags.offsets, table), ...coded]));
}

/** The head of a PNG and filler: pictures of name and address are never looked at. */
function practicePng(bytes: number): Uint8Array {
  const picture = new Uint8Array(bytes).fill(0x5a);
  picture.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0);
  return picture;
}

/** A photo whose boxes are whole but whose codestream is rubbish from the start. */
function damaged(photo: Uint8Array): Uint8Array {
  const copy = photo.slice();
  copy.fill(0x5a, Math.min(copy.length, 85));
  return copy;
}

function compact(date: string): string {
  return date.replaceAll('-', '');
}
