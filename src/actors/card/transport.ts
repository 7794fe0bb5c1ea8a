/**
 * The card reader as the rest of the product sees it, modelled on PC/SC: whoever implements it (winscard, libpcsclite,
 * the practice reader) answers with these closed results and never rejects.
 */
export interface CardTransport {
  /**
   * Tells what the reader sees: the present state first, then every change, never inside the call itself.
   * A card exchanged between two looks is told as 'absent' and 'present'. The returned function ends the watch.
   */
  watch(tell: (presence: Presence) => void): () => void;
  /** Opens the card for this process alone (SCARD_SHARE_EXCLUSIVE). The card starts reset: no application, nothing verified. */
  connect(): Promise<Connected>;
}

export type Presence = 'absent' | 'present' | 'readerLost';

/** 'mute': something lies on the reader but does not answer (SCARD_W_UNRESPONSIVE_CARD). 'sharing': another process holds it. */
export type ConnectRefusal = 'noCard' | 'sharing' | 'mute' | 'readerLost';
export type Connected = { readonly session: CardSession } | { readonly refused: ConnectRefusal };

/** 'protocol': the driver answered something that cannot be a card's answer, for example fewer than the 2 status bytes. */
export type TransportFault = 'cardGone' | 'readerLost' | 'protocol';
export type Transmitted = { readonly length: number } | { readonly fault: TransportFault };

export interface CardSession {
  /**
   * Sends one command APDU and lets the card's answer, status word included, be written to the start of `response`.
   * Both buffers stay the caller's, who overwrites them. An answer longer than `response` is a 'protocol' fault.
   * One transmit at a time.
   */
  transmit(command: Uint8Array<ArrayBuffer>, response: Uint8Array<ArrayBuffer>): Promise<Transmitted>;
  /** Resets the card, so that nothing stays verified, and lets go of it. Safe to call twice and after a fault. */
  end(): Promise<void>;
}
