/**
 * Every secret of one patient's journey. One patient at a time, so the name is the address in the vault.
 * `template` and `tray` live in child processes (native heaps cannot be wiped from JS): wiping them ends the child.
 */
export const secretNames = [
  /** The four digits of the 利用者証明用 PIN, ASCII. */
  'pin',
  /** 照合番号B read from the card front: 14 ASCII digits, birth YYMMDD + expiry YYYY + security code. */
  'front',
  /** The chip's photo, a JP2 file, as read from EF 0002. */
  'photo',
  /** The matcher child: camera frames, decoded chip photo, embeddings. */
  'template',
  /** The scanner child: pictures of the card front. */
  'tray',
  /** The staff code typed on the glass, ASCII digits. */
  'staffCode',
] as const;
export type SecretName = (typeof secretNames)[number];
