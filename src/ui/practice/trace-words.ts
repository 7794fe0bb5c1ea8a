/** A line of the trace for people: seconds, event with its fields, where the journey is now, effects. Unknown lines stay as they are. */
export function traceWords(line: string): string {
  const entry = read(line);
  if (entry === null || typeof entry['ev'] !== 'string') return line;
  const seconds = typeof entry['t'] === 'number' ? (entry['t'] / 1000).toFixed(2).padStart(7) : '';
  const fields = isMap(entry['fields'])
    ? ` ${Object.entries(entry['fields'])
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' ')}`
    : '';
  const states: unknown[] = Array.isArray(entry['to']) ? entry['to'] : [];
  const journey = states.find((state) => typeof state === 'string' && state.startsWith('journey.'));
  const effects: unknown[] = Array.isArray(entry['fx']) ? entry['fx'] : [];
  return [
    `${seconds}  ${entry['ev']}${fields}`,
    typeof journey === 'string' ? `→ ${journey.slice('journey.'.length)}` : '',
    effects.length > 0 ? `♪ ${effects.join(', ')}` : '',
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function read(line: string): { readonly [key: string]: unknown } | null {
  try {
    const entry: unknown = JSON.parse(line);
    return isMap(entry) ? entry : null;
  } catch {
    return null;
  }
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
