import type { JSX } from 'solid-js';

/**
 * Small marks in one hand: 64 × 64, round strokes of 4, drawn in the colour of the text around them (`currentColor`) with
 * fills of the class `soft`.
 */
function Mark(props: { readonly children: JSX.Element }): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
      {props.children}
    </svg>
  );
}

export const FaceMark = () => (
  <Mark>
    <path
      class="line"
      d="M6 18V10a4 4 0 0 1 4-4h8M46 6h8a4 4 0 0 1 4 4v8M58 46v8a4 4 0 0 1-4 4h-8M18 58h-8a4 4 0 0 1-4-4v-8"
    />
    <circle class="line soft" cx="32" cy="32" r="17" />
    <path class="line" d="M26 28v2M38 28v2M25 38c4 4.6 10 4.6 14 0" />
  </Mark>
);

export const PinMark = () => (
  <Mark>
    <rect class="line soft" x="10" y="4" width="44" height="56" rx="6" />
    <path class="dot" d="M22 18h0M32 18h0M42 18h0M22 30h0M32 30h0M42 30h0M22 42h0M32 42h0M42 42h0M32 52h0" />
  </Mark>
);

export const StaffMark = () => (
  <Mark>
    <circle class="line soft" cx="32" cy="20" r="12" />
    <path class="line soft" d="M8 58c0-14 10-21 24-21s24 7 24 21z" />
  </Mark>
);

export const BackMark = () => (
  <Mark>
    <path class="line" d="M28 14 10 32l18 18M12 32h42" />
  </Mark>
);

export const CloseMark = () => (
  <Mark>
    <path class="line" d="M14 14l36 36M50 14 14 50" />
  </Mark>
);

export const CheckMark = () => (
  <Mark>
    <path class="line" d="M10 34l15 15L54 17" />
  </Mark>
);

export const EraseMark = () => (
  <Mark>
    <path class="line soft" d="M22 14h32a4 4 0 0 1 4 4v28a4 4 0 0 1-4 4H22L6 32z" />
    <path class="line" d="M31 25l14 14M45 25 31 39" />
  </Mark>
);

export const LanguageMark = () => (
  <Mark>
    <circle class="line soft" cx="32" cy="32" r="26" />
    <path class="line thin" d="M6 32h52M32 6c9 8 13 16 13 26s-4 18-13 26c-9-8-13-16-13-26S23 14 32 6z" />
  </Mark>
);

export const TextMark = () => (
  <Mark>
    <path class="line" d="M4 52 18 14l14 38M9 40h18M38 52l10-27 10 27M42 43h12" />
  </Mark>
);

export const ContrastMark = () => (
  <Mark>
    <circle class="line" cx="32" cy="32" r="25" />
    <path class="full" d="M32 7a25 25 0 0 1 0 50z" />
  </Mark>
);

export const VoiceMark = () => (
  <Mark>
    <path class="line soft" d="M8 25h10l14-13v40L18 39H8z" />
    <path class="line" d="M41 22c5 6 5 14 0 20M49 14c9 11 9 25 0 36" />
  </Mark>
);

export const ReachMark = () => (
  <Mark>
    <rect class="line" x="8" y="6" width="48" height="52" rx="5" />
    <path class="full" d="M14 40h36v12H14z" />
    <path class="line" d="M32 13v18M25 25l7 7 7-7" />
  </Mark>
);

export const AccessMark = () => (
  <Mark>
    <circle class="full" cx="32" cy="10" r="6" />
    <path class="line" d="M12 23c13 4 27 4 40 0M32 26v14M32 40 22 58M32 40l10 18" />
  </Mark>
);
