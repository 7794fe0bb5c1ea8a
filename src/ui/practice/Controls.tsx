import { createEffect, createSignal, For, Show, type JSX } from 'solid-js';
import { serverMoods, type DockState, type FromDock, type ServerMood } from '../../vocabulary/dock.ts';
import { devices } from '../../vocabulary/events.ts';
import { OwnCard } from './OwnCard.tsx';
import { behaviourWord, deviceWords, moodWords, type Pair } from './words.ts';

interface ControlProps {
  readonly state: DockState;
  readonly send: (message: FromDock) => void;
}

export function Panel(props: { readonly name: Pair; readonly children: JSX.Element }) {
  return (
    <section class="panel">
      <h2>
        {props.name.ja} <small>{props.name.en}</small>
      </h2>
      {props.children}
    </section>
  );
}

function Words(props: { readonly pair: Pair }) {
  return (
    <>
      {props.pair.ja} <small>{props.pair.en}</small>
    </>
  );
}

/** Who comes, and the one big button: lay the card down, take it away. */
export function PatientPanel(props: ControlProps & { readonly sendPhoto: (grey: Uint8Array<ArrayBuffer>) => void }) {
  const [chosen, setChosen] = createSignal(props.state.patient);
  createEffect(() => setChosen(props.state.patient));
  const inTray = (): boolean => props.state.card === 'tray';
  return (
    <Panel name={{ ja: '患者とカード', en: 'Patient and card' }}>
      <select
        class="patients"
        size={9}
        aria-label="患者 (patient)"
        onChange={(event) => setChosen(event.currentTarget.value)}
      >
        <For each={props.state.patients}>
          {(patient) => (
            <option value={patient.name} selected={patient.name === chosen()}>
              {patient.title.replace(/^練習 /, '')} — {patient.name}
            </option>
          )}
        </For>
      </select>
      <button
        type="button"
        class="big"
        classList={{ away: inTray() }}
        data-dock="card"
        onClick={() => props.send(inTray() ? { kind: 'remove' } : { kind: 'place', patient: chosen() })}
      >
        <Show when={inTray()} fallback={<Words pair={{ ja: 'カードを置く', en: 'Place the card' }} />}>
          <Words pair={{ ja: 'カードを取る', en: 'Take the card away' }} />
        </Show>
      </button>
      <OwnCard take={props.sendPhoto} />
    </Panel>
  );
}

export function BehaviourPanel(props: ControlProps) {
  return (
    <Panel name={{ ja: 'カメラの前', en: 'Before the camera' }}>
      <div class="row">
        <For each={['practice', 'glass'] as const}>
          {(camera) => (
            <button
              type="button"
              aria-pressed={props.state.camera === camera}
              onClick={() => props.send({ kind: 'camera', camera })}
            >
              <Words
                pair={
                  camera === 'practice'
                    ? { ja: '練習の人', en: 'practice person' }
                    : { ja: '自分のカメラ', en: 'my own camera' }
                }
              />
            </button>
          )}
        </For>
      </div>
      <div class="pairs" classList={{ off: props.state.camera === 'glass' }}>
        <For each={props.state.behaviours}>
          {(behaviour) => (
            <button
              type="button"
              aria-pressed={props.state.behaviour === behaviour}
              disabled={props.state.camera === 'glass'}
              onClick={() => props.send({ kind: 'behaviour', behaviour })}
            >
              <Words pair={behaviourWord(behaviour)} />
            </button>
          )}
        </For>
      </div>
    </Panel>
  );
}

export function DevicePanel(props: ControlProps) {
  return (
    <Panel name={{ ja: '機器', en: 'Devices' }}>
      <div class="pairs">
        <For each={devices}>
          {(device) => (
            <button
              type="button"
              class="switch"
              role="switch"
              aria-checked={props.state.devices[device]}
              onClick={() => props.send({ kind: 'device', device, up: !props.state.devices[device] })}
            >
              <i aria-hidden="true" />
              <Words pair={deviceWords[device]} />
              <b>{props.state.devices[device] ? '使える' : 'こわれた'}</b>
            </button>
          )}
        </For>
      </div>
    </Panel>
  );
}

export function ServerPanel(props: ControlProps) {
  const tell = (mood: ServerMood, seconds: number): void => props.send({ kind: 'server', mood, seconds });
  return (
    <Panel name={{ ja: 'サーバー', en: 'Server' }}>
      <div class="pairs">
        <For each={serverMoods}>
          {(mood) => (
            <button
              type="button"
              aria-pressed={props.state.server === mood}
              onClick={() => tell(mood, props.state.serverSeconds)}
            >
              <Words pair={moodWords[mood]} />
            </button>
          )}
        </For>
      </div>
      <label class="slider">
        <span>
          返事まで <small>answers after</small> <b>{props.state.serverSeconds} 秒</b>
        </span>
        <input
          type="range"
          min="0"
          max="20"
          step="0.5"
          value={props.state.serverSeconds}
          onChange={(event) => tell(props.state.server, Number(event.currentTarget.value))}
        />
      </label>
    </Panel>
  );
}
