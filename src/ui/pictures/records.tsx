import type { JSX } from 'solid-js';

/** What a consent is about: one picture per kind of record, 160 × 120. */
function Record(props: { readonly children: JSX.Element }): JSX.Element {
  return (
    <svg class="scene" viewBox="0 0 160 120" aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      <path class="paper" d="M34 6h66l26 26v76a6 6 0 0 1-6 6H34a6 6 0 0 1-6-6V12a6 6 0 0 1 6-6z" />
      <path class="tint" d="M100 6l26 26h-26z" />
      {props.children}
    </svg>
  );
}

export const AllRecords = () => (
  <Record>
    <path class="rule heavy" d="M44 40h42" />
    <path class="rule" d="M44 58h66M44 74h66M44 90h44" />
  </Record>
);

export const Surgery = () => (
  <Record>
    <path class="rule heavy" d="M77 40v44M55 62h44" />
    <path class="rule" d="M46 98h62" />
  </Record>
);

export const Drugs = () => (
  <Record>
    <g transform="rotate(-35 74 66)">
      <rect class="tint edge" x="44" y="53" width="60" height="26" rx="13" />
      <path class="rule" d="M74 53v26" />
    </g>
    <path class="rule" d="M46 100h62" />
  </Record>
);

export const Treatment = () => (
  <Record>
    <path class="rule heavy" d="M52 36v18a16 16 0 0 0 32 0V36M68 70v6a18 18 0 0 0 36 0v-8" />
    <circle class="tint edge" cx="104" cy="60" r="7" />
  </Record>
);

export const Checkup = () => (
  <Record>
    <path class="rule heavy" d="M42 68h16l8-22 14 42 10-28 5 8h17" />
    <path class="rule" d="M46 102h62" />
  </Record>
);

export const HighCost = () => (
  <Record>
    <circle class="tint edge" cx="76" cy="58" r="19" />
    <path class="rule heavy" d="M68 58l6 6 11-13" />
    <path class="rule" d="M46 92h62M46 102h40" />
  </Record>
);

export const Subsidy = () => (
  <Record>
    <circle class="tint edge" cx="76" cy="62" r="24" />
    <path class="rule heavy" d="M66 48l10 14 10-14M76 62v18M67 65h18M67 73h18" />
  </Record>
);

export const Prescription = () => (
  <Record>
    <path class="rule heavy" d="M44 40h42" />
    <path class="rule" d="M44 58h30M44 74h30M44 90h30" />
    <rect class="metal" x="84" y="50" width="34" height="54" rx="5" />
    <path class="rule" d="M96 96h10" />
  </Record>
);
