/**
 * The My Number card as data: application ids, elementary files (EF), keys and tags. Source: card.md, marks [A] two
 * agreeing open sources, [B] one. A new card generation is planned, so nothing else in the code names these numbers.
 */
export const applications = {
  /** 公的個人認証 (JPKI) [A]. */
  jpki: 'D392F000260100000001',
  /** 券面事項確認 [A]. */
  cardFace: 'D3921000310001010402',
  /** 券面入力補助 [A]. */
  inputHelp: 'D3921000310001010408',
  /** 住民基本台帳 [A]. */
  residentRegister: 'D3921000310001010401',
  /** 共通カードAP [A]. */
  common: 'D3921000310001010100',
} as const;

export const jpkiFiles = {
  signCertificate: 0x0001,
  signCaCertificate: 0x0002,
  tokenInfo: 0x0006,
  certificateAvailability: 0x0008,
  userCertificate: 0x000a,
  userCaCertificate: 0x000b,
  terminalCaKey: 0x0016,
  userKey: 0x0017,
  userPin: 0x0018,
  signKey: 0x001a,
  signPassword: 0x001b,
} as const;

/** First 15 bytes of JPKI EF 0006, padded with spaces to 16 or more [A/B]. */
export const tokenLabels = { card: 'JPKIAPICCTOKEN2', android: 'JPKIAPGPSETOKEN', iphone: 'JPKIAPIOSTOKEN' } as const;
export const tokenLabelBytes = 16;

export const cardFaceFiles = {
  /** Age record, opened by the birth date. */
  age: 0x0001,
  /** The card face: FF20 { DF21 … DF2A }, opened by 照合番号B or A. */
  face: 0x0002,
  applicationInfo: 0x0003,
  birthKey: 0x0011,
  /** 照合番号B, 14 digits. */
  codeB: 0x0012,
  /** 照合番号A (My Number, 12 digits). */
  codeA: 0x0013,
} as const;

export const inputHelpFiles = {
  myNumber: 0x0001,
  attributes: 0x0002,
  pin: 0x0011,
  codeA: 0x0014,
  codeB: 0x0015,
} as const;

export const commonFiles = {
  /** Record 1: 01 1C and 28 ASCII digits: serial 15, municipality 5, card expiry YYYYMMDD; free of any key [B]. */
  cardRecord: 0x0001,
} as const;

export const tags = {
  face: 0xff20,
  offsets: 0xdf21,
  birth: 0xdf22,
  sex: 0xdf23,
  publicKey: 0xdf24,
  namePicture: 0xdf25,
  addressPicture: 0xdf26,
  photo: 0xdf27,
  signature: 0xdf28,
  expiry: 0xdf29,
  securityCodePicture: 0xdf2a,
  applicationInfo: 0xff30,
  /** Byte 2 (counted from 0) = 1: answers extended-length READ BINARY [A]. */
  capabilities: 0xdf31,
} as const;

/** Tries of a fresh counter: what an already verified key (9000) has left again [A]. */
export const fullTries = { userPin: 3, signPassword: 5, codeB: 10, codeA: 10, birthKey: 10, inputHelpPin: 3 } as const;

/** 照合番号B: birth YYMMDD, expiry YYYY, security code 4 [A]. */
export const codeBDigits = 14;
/** 照合番号B is not presented with this many tries left or fewer: a lock means a trip to the municipal office (journey.md). */
export const codeBSpareTries = 4;

/** Bytes of an application id as the SELECT command carries them. */
export function aidBytes(aid: string): Uint8Array {
  return Uint8Array.from(aid.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
