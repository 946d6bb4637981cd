import type { ReactNode } from 'react';
import type { Speaker } from '@/shared/records/transcript';

const looks: Record<Speaker, string> = {
  caller: 'mr-auto rounded-bl-sm bg-sunken text-ink',
  callee: 'ml-auto rounded-br-sm bg-accent-soft text-ink',
  agent: 'ml-auto rounded-br-sm bg-violet-soft text-ink',
  system: 'mx-auto bg-transparent text-soft text-sm',
};

/** One thing said in a conversation: the caller on the left, the house on the right; grey and slanted while still being said. */
export function Bubble({ speaker, name, interim = false, children }: { speaker: Speaker; name: ReactNode; interim?: boolean; children: ReactNode }) {
  return (
    <div className={`w-fit max-w-[85%] rounded-2xl px-3.5 py-2 ${looks[speaker]}`}>
      <p className="text-xs font-medium text-soft">{name}</p>
      <p className={interim ? 'text-soft italic' : ''}>{children}</p>
    </div>
  );
}
