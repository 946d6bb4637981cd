import { useText } from '@/shared/i18n/language';
import type { AgentState } from '@/shared/records/call';

// Listening, thinking and speaking form the loop of a conversation; a question to a person hangs below thinking.
const places: Partial<Record<AgentState, [x: number, y: number]>> = {
  greeting: [40, 34], listening: [128, 34], thinking: [216, 34], speaking: [304, 34], holding: [216, 92],
};
const paths = ['M54 34H114', 'M142 34H202', 'M230 34H290', 'M304 22C304 2 128 2 128 22', 'M216 65V78'];

export function AgentStateDiagram({ state }: { state: AgentState }) {
  const t = useText();
  return (
    <div data-testid="agent-state" data-state={state} role="status" aria-label={`${t('agent.state')}: ${t(`agent.${state}`)}`}>
      <svg viewBox="0 0 344 112" className="w-full max-w-md" aria-hidden="true">
        {paths.map((path) => <path key={path} d={path} fill="none" className="stroke-line" strokeWidth="2" />)}
        {Object.entries(places).map(([name, [x, y]]) => <Place key={name} name={name as AgentState} x={x} y={y} active={name === state} />)}
      </svg>
    </div>
  );
}

function Place({ name, x, y, active }: { name: AgentState; x: number; y: number; active: boolean }) {
  const t = useText();
  const colour = name === 'holding' ? 'fill-amber' : 'fill-violet';
  return (
    <g>
      {active && <circle cx={x} cy={y} r="12" className={`origin-center animate-breathe opacity-25 [transform-box:fill-box] ${colour}`} />}
      <circle cx={x} cy={y} r="8" strokeWidth="2" className={active ? `${colour} stroke-transparent` : 'fill-surface stroke-edge'} />
      <text x={name === 'holding' ? x + 16 : x} y={name === 'holding' ? y + 4 : y + 24} textAnchor={name === 'holding' ? 'start' : 'middle'} className={`text-[11px] ${active ? 'fill-ink font-semibold' : 'fill-soft'}`}>
        {t(`agent.${name}`)}
      </text>
    </g>
  );
}
