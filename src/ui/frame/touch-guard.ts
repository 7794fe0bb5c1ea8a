/** Two taps closer together than this are one trembling hand. Milliseconds; measured double taps are 100–250. */
const tremble = 300;

/**
 * Keeps the second tap of a double tap from answering the next screen. Looks only at fingers: a mouse (the practice
 * dock, tests) and the keyboard pass.
 */
export function touchGuard(): (event: { readonly pointerType?: string; readonly timeStamp: number }) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return ({ pointerType, timeStamp }) => {
    const trembling = pointerType === 'touch' && timeStamp - last < tremble;
    last = timeStamp;
    return !trembling;
  };
}
