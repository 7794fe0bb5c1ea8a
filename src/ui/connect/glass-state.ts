import { batch, createContext, createMemo, createSignal, useContext, type Accessor } from 'solid-js';
import type { FromGlass, PadKey, TextBundle, ToGlass } from '../../vocabulary/bridge.ts';
import type { View } from '../../vocabulary/view.ts';
import { glassCamera } from '../camera/glass-camera.ts';
import { panelName, type Panel } from '../panel/panel.ts';
import { play } from '../sound/tones.ts';
import { lookupIn, type Lookup } from '../texts/texts.ts';
import { openLine, readKind } from './line.ts';

/** What every part of the glass may look at and do. */
export interface GlassState {
  readonly panel: Panel;
  /** Null until the core has spoken, and whenever the line is down. */
  readonly view: Accessor<View | null>;
  readonly pad: Accessor<readonly PadKey[] | null>;
  readonly look: Accessor<Lookup>;
  /** The mirror shows the practice camera: this is the practice kiosk and the glass's own camera was not asked for. */
  readonly practiceMirror: Accessor<boolean>;
  /** The glass's own camera while it is streaming. */
  readonly stream: Accessor<MediaStream | null>;
  readonly send: (message: FromGlass) => void;
}

/** The same, inside a screen: there is a view. */
export interface ScreenState extends Omit<GlassState, 'view'> {
  readonly view: Accessor<View>;
  /** The face hint of the view, each kept long enough to be read. */
  readonly hint: Accessor<string>;
}

export const GlassContext = createContext<ScreenState>();

export function useGlass(): ScreenState {
  const state = useContext(GlassContext);
  if (state === undefined) throw new Error('useGlass outside of the glass');
  return state;
}

export function createGlassState(address: string, panel: Panel): GlassState {
  const [view, setView] = createSignal<View | null>(null);
  const [pad, setPad] = createSignal<readonly PadKey[] | null>(null);
  const [practice, setPractice] = createSignal(false);
  const [ownCamera, setOwnCamera] = createSignal(false);
  const [texts, setTexts] = createSignal<{ readonly [locale: string]: TextBundle }>({});
  const [stream, setStream] = createSignal<MediaStream | null>(null);
  const look = createMemo(() => lookupIn(texts(), view()?.access.locale ?? 'ja'));

  const camera = glassCamera((state) => bridge.send({ kind: 'camera', state }), setStream);

  const forget = (): void =>
    batch(() => {
      setView(null);
      setPad(null);
    });

  const receive = (message: ToGlass): void => {
    switch (message.kind) {
      case 'hello':
        batch(() => {
          setTexts(message.texts);
          setPractice(message.practice);
        });
        return;
      case 'view':
        batch(() => {
          setPad(message.pad);
          setView(message.view);
        });
        return;
      case 'sound':
        play(message.sound);
        return;
      case 'light':
        document.documentElement.dataset['light'] = String(message.level);
        return;
      case 'stream':
        setOwnCamera(true);
        camera.start(message.port, message.token);
        return;
      case 'streamStop':
        camera.stop();
        return;
      case 'renew':
        camera.stop();
        bridge.close();
        forget();
        // One tick, so that the emptied screen is drawn before the page goes.
        setTimeout(() => location.replace(location.href), 0);
    }
  };

  const bridge = openLine<FromGlass>(address, {
    opened: () => bridge.send({ kind: 'ready', panel: panelName(panel) }),
    closed: () => {
      camera.stop();
      forget();
    },
    heard: (text) => {
      const message = readKind<ToGlass>(text, ['hello', 'view', 'sound', 'light', 'stream', 'streamStop', 'renew']);
      if (message !== null) receive(message);
    },
  });

  return { panel, view, pad, look, practiceMirror: () => practice() && !ownCamera(), stream, send: bridge.send };
}
