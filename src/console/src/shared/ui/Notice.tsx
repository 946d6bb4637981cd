import type { ReactNode } from 'react';

type Tone = 'green' | 'amber' | 'red';
const tones: Record<Tone, string> = {
  green: 'bg-green-soft text-green',
  amber: 'bg-amber-soft text-amber',
  red: 'bg-red-soft text-red',
};

/** A sentence that matters now; read out by a screen reader. */
export function Notice({ tone, children, testId }: { tone: Tone; children: ReactNode; testId?: string }) {
  return <p role={tone === 'red' ? 'alert' : 'status'} data-testid={testId} className={`rounded-lg px-3 py-2 text-sm ${tones[tone]}`}>{children}</p>;
}
