/** Runs inside the page: everything on the glass that a patient could not read or touch. Lengths in mm of the panel. */
export interface Findings {
  readonly faults: readonly string[];
  /** Text scale that was found to fit, and whether the picture stayed. */
  readonly scale: number;
  readonly picture: boolean;
  readonly smallestTarget: number;
}

export interface Demands {
  readonly pixelsPerMm: number;
  readonly smallestTarget: number;
  readonly smallestGap: number;
  readonly smallestText: number;
  readonly reach: boolean;
}

export function findFaults(demands: Demands): Findings {
  const faults: string[] = [];
  const root = document.querySelector<HTMLElement>('.glass');
  if (root === null) return { faults: ['no glass'], scale: 0, picture: false, smallestTarget: 0 };
  const mm = (pixels: number): number => pixels / demands.pixelsPerMm;
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- the function travels into the page as a whole
  const says = (element: Element): string =>
    `${element.className} "${(element.textContent ?? '').trim().slice(0, 14)}"`;
  const slack = 0.05;

  // A sheet lies over everything else.
  const top = root.querySelector('.sheet') ?? root;
  const targets = [...top.querySelectorAll<HTMLElement>('button')];
  const boxes = targets.map((target) => target.getBoundingClientRect());
  let smallestTarget = Number.POSITIVE_INFINITY;
  targets.forEach((target, index) => {
    const box = boxes[index];
    if (box === undefined) return;
    const side = mm(Math.min(box.width, box.height));
    smallestTarget = Math.min(smallestTarget, side);
    if (side < demands.smallestTarget - slack) faults.push(`target ${side.toFixed(1)} mm: ${says(target)}`);
    if (demands.reach && top === root && mm(box.top) < mm(innerHeight) * 0.38)
      faults.push(`out of reach: ${says(target)}`);
    boxes.slice(index + 1).forEach((other, offset) => {
      const across = Math.max(other.left - box.right, box.left - other.right);
      const down = Math.max(other.top - box.bottom, box.top - other.bottom);
      const gap = mm(Math.max(across, down));
      const partner = targets[index + 1 + offset];
      if (gap < demands.smallestGap - slack && partner !== undefined)
        faults.push(`gap ${gap.toFixed(1)} mm: ${says(target)} / ${says(partner)}`);
    });
  });

  for (const element of top.querySelectorAll<HTMLElement>('*')) {
    if (element instanceof SVGElement || element.closest('svg') !== null) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1)
      faults.push(`outside: ${says(element)}`);
    if (element.classList.contains('camera')) continue;
    if (element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2) {
      if (getComputedStyle(element).display !== 'inline') faults.push(`spills: ${says(element)}`);
    }
    const ownText = [...element.childNodes].some(
      (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
    );
    const size = mm(Number.parseFloat(getComputedStyle(element).fontSize));
    if (ownText && size < demands.smallestText - slack) faults.push(`text ${size.toFixed(1)} mm: ${says(element)}`);
    if (ownText && /\{\w+\}/.test(element.textContent ?? '')) faults.push(`unfilled: ${says(element)}`);
  }
  if (root.querySelector('h1')?.textContent === '') faults.push('no headline');
  if (targets.some((target) => (target.textContent ?? '').trim() === '')) faults.push('a button without words');
  // Letters of two neighbours may not run into each other.
  return {
    faults,
    scale: Number(root.dataset['scale'] ?? 0),
    picture: root.dataset['picture'] === 'on',
    smallestTarget,
  };
}
