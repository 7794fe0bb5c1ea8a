/** Visits that are recorded as golden traces (test/traces/): script, and the facility's settings when not the defaults. */
export interface Scenario {
  readonly name: string;
  readonly settings?: string;
  readonly script: string;
}

const boot = 'devices.selfTest.ok; vault.wipe.clean';
const card = 'CARD.IN; after cardSettles';
const probed = 'card.probe.myna pinTries=3 codeBTries=10';
const photo = 'scanner.read.read; card.readPhoto.photo; matcher.enrol.ready';
const ready = `${boot}; ${card}; ${probed}; ${photo}`;
const pinOf = 'PIN.KEY*4; PIN.SUBMIT';
const away = 'CARD.OUT; vault.wipe.clean';
const staff = 'STAFF.OPEN; PIN.KEY*4; PIN.SUBMIT; staff.check.ok';
const everything = [
  'askSurgery',
  'askDrugs',
  'askTreatment',
  'askCheckup',
  'askHighCost',
  'askSubsidy',
  'askPrescription',
]
  .map((name) => `${name}: true\n`)
  .join('');

export const scenarios: readonly Scenario[] = [
  {
    name: 'face',
    script: `${ready}; PICK.FACE; matcher.verify.hint hint=closer; matcher.verify.match; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'face-before-ready',
    script: `${boot}; ${card}; ${probed}; PICK.FACE; scanner.read.hint reason=glare; ${photo}; matcher.verify.match; after qualifySoft; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  { name: 'pin', script: `${ready}; PICK.PIN; ${pinOf}; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}` },
  {
    name: 'pin-while-scanning',
    script: `${boot}; ${card}; ${probed}; PICK.PIN; PIN.KEY*2; scanner.read.read; PIN.DELETE; PIN.KEY*3; PIN.SUBMIT; card.readPhoto.photo; program.qualify.ok; REFUSE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'pin-wrong-then-face-limit',
    script: `${ready}; PICK.PIN; ${pinOf}; program.qualify.pinWrong left=2; PICK.FACE; matcher.verify.noMatch; TOUCH; matcher.verify.noMatch; after faceHintSeconds; after faceSeconds; PICK.PIN; ${pinOf}; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'face-spoof',
    script: `${ready}; PICK.FACE; matcher.verify.hint hint=turnUp; matcher.verify.spoof; PICK.PIN; ${pinOf}; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'face-too-long',
    script: `${ready}; PICK.FACE; matcher.verify.noMatch; after faceTotalSeconds; PICK.PIN; ${pinOf}; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'pin-wrong-twice',
    script: `${ready}; PICK.PIN; ${pinOf}; program.qualify.pinWrong left=2; TOUCH; ${pinOf}; program.qualify.pinWrong left=1; TOUCH; after idleWarning; ${away}`,
  },
  {
    name: 'pin-last-try',
    script: `${boot}; ${card}; card.probe.myna pinTries=1 codeBTries=10; ${photo}; PICK.PIN; YES; after idleWarning; TOUCH; ${pinOf}; program.qualify.pinLocked; PICK.FACE; matcher.verify.match; program.qualify.ok; REFUSE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'pin-wrong-until-locked',
    script: `${boot}; ${card}; card.probe.myna pinTries=2 codeBTries=10; ${photo}; PICK.PIN; ${pinOf}; program.qualify.pinWrong left=0; TOUCH; PICK.FACE; HELP; BACK; CARD.OUT; after noticeSeconds; vault.wipe.clean`,
  },
  {
    name: 'visual-with-cards-that-are-none',
    script: `${boot}; ${['foreign', 'phone', 'unreadable', 'gone']
      .map((answer) => `${staff}; STAFF.VISUAL; ${card}; card.probe.${answer}; CARD.OUT`)
      .join('; vault.wipe.clean; ')}`,
  },
  {
    name: 'pin-left-alone',
    script: `${ready}; PICK.PIN; PIN.KEY*3; after idleWarning; after idleEnd; after cardLeftFirst; ${away}`,
  },
  {
    name: 'pin-last-try-declined',
    script: `${boot}; ${card}; card.probe.myna pinTries=1 codeBTries=10; ${photo}; PICK.PIN; PICK.FACE; PICK.PIN; after idleWarning; ${away}`,
  },
  {
    name: 'pin-lost-on-the-way',
    script: `${ready}; PICK.PIN; ${pinOf}; program.qualify.pinUnknown; ${away}; ${card}; ${probed}; PICK.PIN; ${pinOf}; after qualifyHard; ${away}`,
  },
  {
    name: 'grace',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.grace; after idleWarning; after cardLeftSecond; ${away}`,
  },
  {
    name: 'first-visit',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.unregistered; HELP; YES; program.register.ok; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'first-visit-pin',
    script: `${ready}; PICK.PIN; ${pinOf}; program.qualify.unregistered; after idleWarning; TOUCH; YES; program.register.ok; program.qualify.unregistered; ${away}`,
  },
  {
    name: 'first-visit-declined',
    script: `${ready}; PICK.PIN; ${pinOf}; program.qualify.unregistered; NO; ${away}; ${card}; ${probed}; PICK.PIN; ${pinOf}; program.qualify.unregistered; YES; program.register.pinWrong left=2; ${away}`,
  },
  {
    name: 'first-visit-fails',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.unregistered; YES; program.register.failed; ${away}; ${card}; ${probed}; ${photo}; PICK.FACE; matcher.verify.match; program.qualify.unregistered; YES; after registerHard; ${away}`,
  },
  {
    name: 'consents-nothing',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; REFUSE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'consents-each-with-back',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; EACH; AGREE; BACK; REFUSE; AGREE; program.commit.ok; ${away}`,
  },
  {
    name: 'consents-timeout',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; after consentIdle; TOUCH; EACH; AGREE; HELP; after consentIdle; after idleEnd; program.commit.ok; ${away}`,
  },
  {
    name: 'consents-card-taken',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; EACH; AGREE; CARD.OUT; program.commit.ok; after noticeSeconds; vault.wipe.clean`,
  },
  {
    name: 'consents-everything',
    settings: everything,
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; AGREE.ALL; AGREE; REFUSE; YES; program.commit.ok; ${away}`,
  },
  {
    name: 'consents-everything-each',
    settings: `${everything}consentStyle: oneByOne\n`,
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; AGREE; REFUSE; BACK; AGREE; AGREE; BACK; AGREE; REFUSE; REFUSE; AGREE; NO; program.commit.ok; ${away}`,
  },
  {
    name: 'consents-not-sent',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; AGREE.ALL; program.commit.failed; after cardSettles; program.commit.serverDown; after cardSettles; after commitHard; after idleWarning; ${away}`,
  },
  {
    name: 'nothing-to-ask',
    settings: 'askDrugs: false\naskCheckup: false\n',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; ${away}`,
  },
  { name: 'card-taken-early', script: `${boot}; ${card}; ${probed}; CARD.OUT; after noticeSeconds; vault.wipe.clean` },
  {
    name: 'card-taken-and-put-back',
    script: `${ready}; PICK.PIN; PIN.KEY*2; CARD.OUT; CARD.IN; after cardSettles; vault.wipe.clean; card.probe.gone; after noticeSeconds; ${away}`,
  },
  {
    name: 'card-left',
    script: `${ready}; PICK.FACE; matcher.verify.match; program.qualify.ok; AGREE.ALL; program.commit.ok; after cardLeftFirst; after cardLeftSecond; after cardLeftThird; after cardLeftThird; after cardLeftThird; ${away}`,
  },
  {
    name: 'cards-that-are-none',
    script: `${boot}; ${card}; card.probe.foreign; ${away}; ${card}; card.probe.phone; ${away}; ${card}; card.probe.unreadable; ${away}; ${card}; after probeHard; after probeHard; ${away}`,
  },
  {
    name: 'card-without-photo',
    script: `${boot}; ${card}; ${probed}; scanner.read.read; card.readPhoto.noPhoto; TOUCH; HELP; ${staff}; BACK; after noticeSeconds; ${pinOf}; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'front-unreadable',
    script: `${boot}; ${card}; ${probed}; scanner.read.refused reason=glare; after cardSettles; scanner.read.refused reason=dirty; after cardSettles; scanner.read.refused reason=dark; TOUCH; ${pinOf}; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'nothing-works',
    script: `${boot}; ${card}; card.probe.myna pinTries=0 codeBTries=10; after scanSeconds; HELP; ${staff}; STAFF.VISUAL; STAFF.YES; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'staff-called',
    script: `${boot}; ${card}; HELP; ${probed}; ${photo}; HELP; BACK; PICK.FACE; HELP; STAFF.OPEN; PIN.KEY; STAFF.CLOSE; STAFF.OPEN; PIN.KEY*4; PIN.SUBMIT; staff.check.wrong; TOUCH; STAFF.OPEN; PIN.KEY*4; PIN.SUBMIT; staff.check.unset; after noticeSeconds; ${staff}; STAFF.VISUAL; STAFF.NO; ${away}`,
  },
  {
    name: 'staff-does-not-come',
    script: `${ready}; HELP; after staffWait; ${away}; ${card}; ${probed}; HELP; ${staff}; STAFF.NO; ${away}`,
  },
  {
    name: 'visual-for-one',
    script: `${boot}; ${staff}; STAFF.VISUAL; ${card}; ${probed}; PIN.KEY*4; PIN.SUBMIT; staff.check.ok; STAFF.VISUAL; STAFF.YES; program.qualify.ok; REFUSE.ALL; program.commit.ok; ${away}; ${card}; ${probed}; ${photo}; CARD.OUT; after noticeSeconds; vault.wipe.clean`,
  },
  { name: 'visual-nobody-comes', script: `${boot}; ${staff}; STAFF.VISUAL; after visualModeLimit; ${card}; ${probed}` },
  {
    name: 'paused',
    script: `${boot}; STAFF.OPEN; PIN.KEY*4; PIN.SUBMIT; staff.check.wrong; TOUCH; ${staff}; STAFF.PAUSE; CARD.IN; after cardSettles; CARD.OUT; ${staff}; STAFF.RESUME; STAFF.OPEN; STAFF.CLOSE; STAFF.OPEN; after idleWarning`,
  },
  {
    name: 'left-alone',
    script: `${ready}; after idleWarning; TOUCH; after idleWarning; after idleEnd; ${away}`,
  },
  {
    name: 'face-camera-lost',
    script: `${ready}; PICK.FACE; DEVICE.LOST device=camera; after idleWarning; ${away}; DEVICE.BACK device=camera; ${card}; ${probed}; ${photo}; PICK.FACE; matcher.verify.cameraLost; PICK.PIN; ${pinOf}; program.qualify.ok; REFUSE.ALL; program.commit.ok; ${away}`,
  },
  {
    // Face is off for the first patient only.
    name: 'face-too-slow',
    script: `${ready}; PICK.FACE; matcher.verify.tooSlow; PICK.PIN; ${pinOf}; program.qualify.ok; REFUSE.ALL; program.commit.ok; ${away}; ${card}; ${probed}; ${photo}; PICK.FACE; matcher.verify.match`,
  },
  {
    name: 'tray-camera-lost',
    script: `${boot}; ${card}; ${probed}; scanner.read.cameraLost; TOUCH; ${pinOf}; program.qualify.ok; REFUSE.ALL; program.commit.ok; ${away}; DEVICE.BACK device=scanner; ${card}; ${probed}; PICK.FACE; scanner.read.cameraLost; PICK.PIN; ${pinOf}`,
  },
  {
    name: 'tray-light-lost',
    script: `DEVICE.LOST device=light; ${boot}; DEVICE.LOST device=light; DEVICE.BACK device=light; ${card}; ${probed}; DEVICE.LOST device=light; ${photo}`,
  },
  {
    name: 'face-crashes',
    script: `${ready}; PICK.FACE; matcher.verify.crashed; matcher.enrol.ready; matcher.verify.crashed; after idleWarning; ${away}`,
  },
  {
    name: 'face-crashes-three-patients',
    script: `${boot}; ${Array.from({ length: 3 }, () => `${card}; ${probed}; scanner.read.read; card.readPhoto.photo; matcher.enrol.crashed; matcher.enrol.crashed; CARD.OUT; after noticeSeconds; vault.wipe.clean`).join('; ')}; ${card}; ${probed}; TOUCH`,
  },
  {
    name: 'device-lost',
    script: `${boot}; DEVICE.LOST device=program; after noticeSeconds; vault.wipe.clean; after recheckEvery; devices.selfTest.failed device=program; DEVICE.BACK device=program; ${boot}; ${card}; ${probed}; DEVICE.LOST device=reader; CARD.OUT; after noticeSeconds; vault.wipe.clean; DEVICE.BACK device=reader; ${boot}; DEVICE.UNKNOWN device=camera; after noticeSeconds; vault.wipe.clean`,
  },
  {
    name: 'without-face-at-start',
    script: `devices.selfTest.degraded; vault.wipe.clean; ${card}; ${probed}; TOUCH; PIN.KEY*4; PIN.SUBMIT; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'fault-and-dirty-wipe',
    script: `${ready}; PICK.FACE; FAULT; after noticeSeconds; CARD.OUT; vault.wipe.dirty; after recheckEvery; devices.selfTest.ok; after wipeHard; after recheckEvery; ${boot}`,
  },
  {
    name: 'program-down',
    script: ['serverDown', 'serverMaintenance', 'programMissing', 'versionMismatch', 'garbage']
      .map(
        (trouble) =>
          `${card}; ${probed}; ${photo}; PICK.FACE; matcher.verify.match; program.qualify.${trouble}; ${away}`,
      )
      .reduce((all, one) => `${all}; ${one}`, boot),
  },
  {
    name: 'program-answers',
    script: ['expired', 'revoked', 'invalid', 'invalidNewer', 'none', 'several', 'cardGone']
      .map(
        (answer) => `${card}; ${probed}; ${photo}; PICK.FACE; matcher.verify.match; program.qualify.${answer}; ${away}`,
      )
      .reduce((all, one) => `${all}; ${one}`, boot),
  },
  {
    name: 'program-slow-twice',
    script: `${ready}; PICK.FACE; matcher.verify.match; after qualifySoft; after qualifyHard; after qualifyHard; ${away}`,
  },
  {
    name: 'line',
    script: `program.ping.online; ${boot}; after pingEvery; program.ping.slow; after pingEvery; program.ping.serverDown; after pingEvery; program.ping.serverMaintenance; ${card}; after pingHard; CARD.OUT`,
  },
  {
    name: 'seen-otherwise',
    script: `${boot}; ACCESS.LOCALE locale=en; ACCESS.TEXT size=3; ACCESS.CONTRAST on=1; ACCESS.VOICE on=1; ACCESS.REACH on=1; ${card}; ${probed}; ${photo}; PICK.PIN; ${pinOf}; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
  {
    name: 'choices-turned-round',
    settings: 'randomiseMethods: true\n',
    script: `${boot}; ${card}; ${probed}; chance.order.reversed; ${photo}; PICK.FACE; matcher.verify.match; program.qualify.ok; AGREE.ALL; program.commit.ok; ${away}`,
  },
];
