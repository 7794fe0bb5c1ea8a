import { devices, type DeviceName } from '../../vocabulary/events.ts';
import { isIn, type Law } from './law.ts';
import { isLost } from './tallies.ts';

const essentials: readonly DeviceName[] = ['reader', 'display', 'program'];
const forFace: readonly DeviceName[] = ['camera', 'scanner', 'matcher'];

export const idleIsFit: Law = {
  code: 'F445',
  name: 'idle-is-fit',
  basis: 'R 3-20',
  ja: 'リーダー・画面・プログラムが使えないときは、受付をしません。',
  says: 'With reader, display or program lost, nobody is invited or identified.',
  onStep: ({ to, after }) => {
    const lost = essentials.find((device) => isLost(after, device) || to.memory[`${device}Up`] === false);
    const busy = isIn(to, 'journey.idle') || isIn(to, 'journey.identity') || isIn(to, 'journey.paused');
    return lost !== undefined && busy ? `goes on without the ${lost}` : undefined;
  },
};

export const faceNeedsItsDevices: Law = {
  code: 'F451',
  name: 'face-needs-its-devices',
  basis: 'journey: camera, scanner or matcher lost',
  ja: 'カメラ・券面カメラ・照合のどれかが使えないときは、顔認証を始めません。',
  says: 'With camera, scanner or matcher lost, face is neither offered nor begun.',
  onStep: ({ event, stride, before }) => {
    const lost = forFace.find((device) => isLost(before, device));
    const begins = event.type === 'PICK.FACE' || stride.started.some(({ job }) => job === 'scanner.read');
    return lost !== undefined && begins ? `face is begun without the ${lost}` : undefined;
  },
};

export const lossesAreTold: Law = {
  code: 'F452',
  name: 'losses-are-told',
  basis: 'R 3-20, journey: staff are told',
  ja: '機器が外れたら、受付の人に知らせます。',
  says: 'The staff are told of a lost device, at once or when the kiosk goes out of service.',
  onStep: ({ event, stride, from }) => {
    const quiet = ['boot', 'outOfService', 'deviceLost', 'wipe'].some((name) => isIn(from, `journey.${name}`));
    return event.type === 'DEVICE.LOST' && !quiet && !stride.effects.includes('staff.notify')
      ? `nobody is told of the ${String(event['device'])}`
      : undefined;
  },
};

export const devicesComeBack: Law = {
  code: 'F453',
  name: 'devices-come-back',
  basis: 'R 3-24, journey: back by itself when it returns',
  ja: '機器がもどったら、点検に通ったら、また使います。',
  says: 'A device that came back, and all of them after a self-test that found them well, are used again.',
  onStep: ({ event, to }) => {
    const back = event.type === 'DEVICE.BACK' ? [event['device']] : event.type === 'devices.selfTest.ok' ? devices : [];
    const unused = back.map(String).find((device) => to.memory[`${device}Up`] === false);
    return unused === undefined ? undefined : `the ${unused} is back and not used`;
  },
};

export const lineIsWatched: Law = {
  code: 'F454',
  name: 'line-is-watched',
  basis: 'R 3-14',
  ja: '疎通確認は、くり返し行います。',
  says: 'The line to the server is asked again and again.',
  onFlow: function* (chart) {
    for (const node of chart.nodes)
      if (node.chain.at(-1)?.state.name === 'link' && node.state.children.length === 0 && node.timers.length === 0)
        yield { place: node.state.place, detail: `${node.state.path} waits for ever` };
    if (!chart.nodes.some(({ state, job }) => state.path.startsWith('link.') && job?.src === 'program.ping'))
      yield { place: { file: 'link.yaml', line: 1, column: 1, length: 1 }, detail: 'nobody asks' };
  },
};
