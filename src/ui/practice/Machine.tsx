import { createEffect, For, Show } from 'solid-js';
import type { DockState } from '../../vocabulary/dock.ts';
import { traceWords } from './trace-words.ts';
import { Panel } from './Controls.tsx';

/** What the machine is doing: active states, secrets alive, the last journey's time, the trace as it is written. */
export function MachinePanel(props: {
  readonly state: DockState;
  readonly trace: readonly string[];
  readonly forget: () => void;
}) {
  let lines: HTMLOListElement | undefined;
  createEffect(() => {
    if (props.trace.length > 0 && lines !== undefined) lines.scrollTop = lines.scrollHeight;
  });
  return (
    <Panel name={{ ja: '機械のなか', en: 'Inside the machine' }}>
      <div class="machine">
        <dl>
          <dt>
            いまの状態 <small>states</small>
          </dt>
          <dd class="tags">
            <For each={props.state.states}>{(state) => <code>{state}</code>}</For>
          </dd>
          <dt>
            秘密 <small>secrets alive</small>
          </dt>
          <dd class="tags" classList={{ clean: props.state.alive.length === 0 }}>
            <Show when={props.state.alive.length > 0} fallback={<span>なし none</span>}>
              <For each={props.state.alive}>{(name) => <code class="secret">{name}</code>}</For>
            </Show>
          </dd>
          <dt>
            顔認証→資格確認 <small>face → qualified</small>
          </dt>
          <dd>
            <Show when={props.state.lastSeconds !== null} fallback="—">
              <b>{props.state.lastSeconds?.toFixed(1)} 秒</b> <small>目標 goal 5.0</small>
            </Show>
          </dd>
        </dl>
        <div class="told-trace">
          <div class="trace-head">
            <span>
              記録 <small>trace</small>
            </span>
            <button type="button" onClick={() => props.forget()}>
              消す <small>clear</small>
            </button>
          </div>
          <ol class="trace" ref={(element) => (lines = element)}>
            <For each={props.trace}>{(line) => <li title={line}>{traceWords(line)}</li>}</For>
          </ol>
        </div>
      </div>
    </Panel>
  );
}
