import type { Component } from 'solid-js';
import { createMemo, Show } from 'solid-js';
import type { ScreenName } from '../../vocabulary/view.ts';
import { useGlass } from '../connect/glass-state.ts';
import { Answers } from '../frame/Answers.tsx';
import { Asked } from '../frame/Asked.tsx';
import { Camera } from '../frame/Camera.tsx';
import { Dots, Pad } from '../frame/Pad.tsx';
import { Shared } from '../frame/Shared.tsx';
import { Talk } from '../frame/Talk.tsx';
import { placeChoices } from '../texts/choices.ts';
import { Phrased } from '../frame/Phrased.tsx';
import { Words } from '../frame/Words.tsx';

/** A screen fills the body and may put one large thing beside it: pad, camera, answers. */
export interface Layout {
  readonly body: Component;
  readonly side?: Component;
}

/** The question for all at once, with the records it is about. */
const AllAsked = () => (
  <Talk>
    <Asked />
  </Talk>
);

/** Moves while the patient waits; CSS shows it after half a second. */
function Progress() {
  const glass = useGlass();
  return (
    <Show when={glass.view().waiting}>
      <div class="progress" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </Show>
  );
}

/** The same sentence in another language, so that nobody has to read Japanese to find the language switch. */
function OtherLanguage() {
  const glass = useGlass();
  return (
    <p class="other-language" lang={glass.view().access.locale === 'en' ? 'ja' : 'en'}>
      <Phrased text={glass.look()('idle.other')} />
    </p>
  );
}

const Waiting = () => (
  <Talk wide>
    <Progress />
  </Talk>
);

/** Two methods side by side under the question; a single one beside what happened to the other; none: a picture. */
function Method() {
  const glass = useGlass();
  const count = createMemo(() => placeChoices(glass.view()).answers.length);
  return (
    <Show when={count() > 0} fallback={<Talk />}>
      <Show
        when={count() > 1}
        fallback={
          <div class="one-way">
            <Words />
            <Answers tiles />
          </div>
        }
      >
        <Words />
        <Answers tiles />
      </Show>
    </Show>
  );
}

const Question = () => (
  <>
    <Talk />
    <Answers />
  </>
);

export const layouts: { readonly [S in ScreenName]: Layout } = {
  boot: { body: Waiting },
  idle: {
    body: () => (
      <Talk wide>
        <OtherLanguage />
      </Talk>
    ),
  },
  busy: { body: Waiting },
  method: { body: Method },
  face: {
    body: () => (
      <>
        <Words hinting />
        <Progress />
      </>
    ),
    side: () => (
      <>
        <Camera />
        <Answers />
      </>
    ),
  },
  pad: {
    body: () => (
      <>
        <Words />
        <Dots />
      </>
    ),
    side: Pad,
  },
  ask: { body: Question },
  consent: { body: Question },
  consentAll: { body: () => <AllAsked />, side: () => <Answers /> },
  notice: { body: Question },
  finish: {
    body: () => (
      <Talk wide>
        <Shared />
      </Talk>
    ),
  },
  takeCard: { body: () => <Talk wide /> },
  staff: { body: Question },
  outOfService: { body: () => <Talk wide /> },
};
