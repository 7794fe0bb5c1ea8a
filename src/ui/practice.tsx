import { Show } from 'solid-js';
import { render } from 'solid-js/web';
import { socketAddress } from './connect/line.ts';
import { BehaviourPanel, DevicePanel, PatientPanel, ServerPanel } from './practice/Controls.tsx';
import { createDockLine, type DockLine } from './practice/dock-state.ts';
import { MachinePanel } from './practice/Machine.tsx';
import { Stage } from './practice/Stage.tsx';

/** The practice dock: the glass in the middle, simulated hardware around it. */
function Practice(props: { readonly line: DockLine }) {
  return (
    <div class="practice">
      <header class="banner">
        <b>練習 PRACTICE</b>
        <span>
          カードも患者もサーバーも作りものです。 <small>Card, patients and server are made up.</small>
        </span>
        <span class="codes">
          暗証番号 <small>PIN</small> <b>1234</b> ・ 職員 <small>staff</small> <b>2468</b>
        </span>
      </header>
      <Stage />
      <div class="inside">
        <Show when={props.line.state()}>
          {(state) => <MachinePanel state={state()} trace={props.line.trace()} forget={props.line.forgetTrace} />}
        </Show>
      </div>
      <aside class="controls">
        <Show when={props.line.state()} fallback={<p class="waiting">つないでいます… Connecting…</p>}>
          {(state) => (
            <>
              <PatientPanel state={state()} send={props.line.send} sendPhoto={props.line.sendPhoto} />
              <BehaviourPanel state={state()} send={props.line.send} />
              <ServerPanel state={state()} send={props.line.send} />
              <DevicePanel state={state()} send={props.line.send} />
            </>
          )}
        </Show>
      </aside>
    </div>
  );
}

const mount = document.getElementById('practice');
if (mount !== null) {
  const line = createDockLine(socketAddress('/dock', location));
  render(() => <Practice line={line} />, mount);
}
