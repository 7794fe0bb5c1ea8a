/** Time as the transport needs it; tests bring their own. */
export interface PcscClock {
  /** Calls `run` once after so many ms unless the returned function is called before. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

export const realClock: PcscClock = {
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
