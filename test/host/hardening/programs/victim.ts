/**
 * A process that somebody wants to look into. Says 'up' from its first own line, then answers over IPC:
 * 'inspector' → the inspector's address or null; 'abort' → dies with a signal that writes a core file.
 */
import inspector from 'node:inspector';

process.send?.('up');
process.on('message', (asked) => {
  if (asked === 'inspector') process.send?.(inspector.url() ?? null);
  if (asked === 'abort') process.abort();
});
process.on('disconnect', () => process.exit(0));
