/**
 * The catalogue of failures a patient can meet. Each has a text for the patient (`error.<id>` in locales), one for the
 * staff (`staff.<id>`) and a line in the manual. The number is what the screen shows in small print; 001, 002 and 006 are
 * the codes known from today's readers (domain facts), the others are ours.
 */
export const errorCodes = {
  none: '',
  CARD_UNREADABLE: '001',
  CARD_NOT_MYNA: '002',
  PHONE_UNSUPPORTED: '003',
  CARD_REMOVED_EARLY: '004',
  CARD_LEFT: '005',
  CERT_INVALID: '006',
  CERT_EXPIRED_GRACE: '007',
  CARD_FRONT_UNSCANNABLE: '011',
  CODEB_LOCKED: '012',
  CODEB_REFUSED: '013',
  NO_PHOTO_CARD: '014',
  PHOTO_DAMAGED: '015',
  PIN_WRONG: '021',
  PIN_LOCKED: '022',
  PIN_STOPPED: '023',
  FACE_NO_FACE: '031',
  FACE_MISMATCH: '032',
  FACE_SPOOF: '033',
  FACE_LIMIT: '034',
  FACE_OFF: '035',
  NOT_REGISTERED: '041',
  REG_FAILED: '042',
  QUAL_NONE: '051',
  QUAL_INVALID: '052',
  QUAL_INVALID_NEW: '053',
  QUAL_MULTIPLE: '054',
  SERVER_TIMEOUT: '061',
  SERVER_DOWN: '062',
  SERVER_MAINTENANCE: '063',
  PROGRAM_MISSING: '064',
  VERSION_MISMATCH: '065',
  PROGRAM_GARBAGE: '066',
  CONSENT_SEND_FAILED: '067',
  VISUAL_REFUSED: '071',
  STAFF_CODE_UNSET: '072',
  CANCELLED: '073',
  DEVICE_LOST: '081',
  DEVICE_UNKNOWN: '082',
  WIPE_FAILED: '083',
  FAULT: '099',
} as const;
export type ErrorId = keyof typeof errorCodes;
export const errorIds = Object.keys(errorCodes).filter(isErrorId);

function isErrorId(id: string): id is ErrorId {
  return id in errorCodes;
}
