import type { JSX } from 'solid-js';

/** Larger pictures, 160 × 120: what to do with the card, what is going on. Colours come from the classes in pictures.css. */
function Scene(props: { readonly children: JSX.Element }): JSX.Element {
  return (
    <svg class="scene" viewBox="0 0 160 120" aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      {props.children}
    </svg>
  );
}

const Card = () => (
  <g>
    <rect class="paper" x="0" y="0" width="84" height="53" rx="5" />
    <rect class="tint" x="7" y="13" width="21" height="27" rx="2" />
    <circle class="ink" cx="17.5" cy="22.5" r="5" />
    <path class="ink" d="M9.5 40c0-7 3.5-10 8-10s8 3 8 10z" />
    <path class="rule" d="M35 15h40M35 24h40M35 33h26" />
    <path class="rule heavy" d="M7 7h30" />
  </g>
);

const Tray = () => (
  <g>
    <path class="metal" d="M18 84h124a8 8 0 0 1 8 8v14a8 8 0 0 1-8 8H18a8 8 0 0 1-8-8V92a8 8 0 0 1 8-8z" />
    <rect class="slot" x="34" y="90" width="92" height="7" rx="3.5" />
  </g>
);

/** The card goes down onto the tray. */
export const CardIn = () => (
  <Scene>
    <Tray />
    <g transform="translate(38 8)">
      <g class="move down">
        <Card />
      </g>
    </g>
    <path class="arrow" d="M138 26v40M126 55l12 12 12-12" />
  </Scene>
);

/** The card is lifted from the tray. */
export const CardOut = () => (
  <Scene>
    <Tray />
    <g transform="translate(38 22)">
      <g class="move up">
        <Card />
      </g>
    </g>
    <path class="arrow" d="M138 70V30M126 41l12-12 12 12" />
  </Scene>
);

/** The card lies on the tray and stays there. */
export const CardStays = () => (
  <Scene>
    <g transform="translate(38 38)">
      <Card />
    </g>
    <Tray />
  </Scene>
);

export const Asking = () => (
  <Scene>
    <g transform="translate(12 34)">
      <Card />
    </g>
    <g class="wave">
      <path class="signal" d="M104 50c5 6 5 15 0 21" />
      <path class="signal" d="M114 42c9 11 9 26 0 37" />
    </g>
    <rect class="metal" x="126" y="28" width="26" height="64" rx="4" />
    <path class="rule" d="M132 40h14M132 50h14M132 60h14" />
  </Scene>
);

export const Done = () => (
  <Scene>
    <circle class="good" cx="80" cy="60" r="46" />
    <path class="tick" d="M58 61l16 16 30-34" />
  </Scene>
);

export const Person = () => (
  <Scene>
    <path class="paper" d="M20 112c0-26 16-38 38-38s38 12 38 38z" />
    <circle class="paper" cx="58" cy="44" r="24" />
    <path class="rule" d="M50 42v2M66 42v2M50 54c5 5 11 5 16 0" />
    <path class="paper" d="M106 22h40a6 6 0 0 1 6 6v20a6 6 0 0 1-6 6h-24l-12 10V54a6 6 0 0 1-6-6V28a6 6 0 0 1 2-6z" />
    <path class="rule" d="M116 34h24M116 43h16" />
  </Scene>
);

export const Compare = () => (
  <Scene>
    <circle class="paper" cx="34" cy="46" r="20" />
    <path class="paper" d="M4 108c0-22 12-32 30-32s30 10 30 32z" />
    <path class="rule" d="M28 45v2M40 45v2M28 55c4 4 8 4 12 0" />
    <path class="arrow" d="M74 54h14M74 66h14" />
    <g transform="translate(96 34) scale(0.72)">
      <Card />
    </g>
  </Scene>
);

export const Still = () => (
  <Scene>
    <circle class="paper" cx="80" cy="62" r="44" />
    <path class="tick dark" d="M80 34v30l18 12" />
    <path class="rule heavy" d="M62 10h36" />
  </Scene>
);

export const Locked = () => (
  <Scene>
    <path class="rule heavy" d="M58 54V38a22 22 0 0 1 44 0v16" />
    <rect class="paper" x="44" y="54" width="72" height="54" rx="8" />
    <circle class="ink" cx="80" cy="76" r="7" />
    <path class="rule heavy" d="M80 80v12" />
  </Scene>
);

export const Digits = () => (
  <Scene>
    <g>
      <rect class="paper" x="8" y="38" width="30" height="44" rx="5" />
      <rect class="paper" x="46" y="38" width="30" height="44" rx="5" />
      <rect class="paper" x="84" y="38" width="30" height="44" rx="5" />
      <rect class="paper" x="122" y="38" width="30" height="44" rx="5" />
    </g>
    <path class="bullet" d="M23 60h0M61 60h0M99 60h0M137 60h0" />
  </Scene>
);

/** The reception desk: where to go next. */
export const Desk = () => (
  <Scene>
    <circle class="paper" cx="80" cy="34" r="18" />
    <path class="paper" d="M46 84c0-22 14-30 34-30s34 8 34 30z" />
    <rect class="metal" x="12" y="80" width="136" height="34" rx="5" />
    <path class="rule heavy" d="M12 80h136" />
  </Scene>
);

export const Wiping = () => (
  <Scene>
    <g transform="translate(38 34)" class="ghost">
      <Card />
    </g>
    <g class="move side">
      <rect class="metal" x="92" y="20" width="22" height="80" rx="6" />
      <path class="rule heavy" d="M92 46h22" />
    </g>
  </Scene>
);

export const Resting = () => (
  <Scene>
    <rect class="paper" x="22" y="14" width="116" height="76" rx="8" />
    <path class="rule heavy" d="M64 38v28M96 38v28" />
    <path class="metal" d="M56 108h48l-6-18H62z" />
  </Scene>
);

export const Starting = () => (
  <Scene>
    <rect class="paper" x="22" y="14" width="116" height="76" rx="8" />
    <path class="metal" d="M56 108h48l-6-18H62z" />
    <path class="bullet breathe" d="M56 52h0M80 52h0M104 52h0" />
  </Scene>
);
