import { useEffect, useState } from 'react';
import { heartbeat } from './api/heartbeat';

/** Misses after which the server holds this operator for gone: 3 beats of 10 s. */
const missesUntilLost = 3;

/** Says "still here" every 10 s while `active`; true when the server has not taken it for too long. */
export function useHeartbeat(active: boolean): boolean {
  const [misses, setMisses] = useState(0);
  useEffect(() => {
    if (!active) return;
    const beat = () => heartbeat().then(() => setMisses(0), () => setMisses((count) => count + 1));
    const worker = new Worker(new URL('./beat.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = beat;
    void beat();
    return () => worker.terminate();
  }, [active]);
  return active && misses >= missesUntilLost;
}
