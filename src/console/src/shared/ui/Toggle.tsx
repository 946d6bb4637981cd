import { useId } from 'react';

interface Props {
  label: string;
  on: boolean;
  disabled?: boolean;
  hint?: string;
  onChange: (on: boolean) => void;
}

export function Toggle({ label, on, disabled, hint, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <span className="text-sm">
        <label htmlFor={id}>{label}</label>
        {hint && <span className="block text-xs text-soft">{hint}</span>}
      </span>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={on}
        disabled={disabled}
        onClick={() => onChange(!on)}
        className={`relative h-6 w-10 shrink-0 rounded-full border transition disabled:opacity-50 ${on ? 'border-accent bg-accent' : 'border-edge bg-sunken'}`}
      >
        <span className={`absolute top-0.5 size-4.5 rounded-full transition-all ${on ? 'left-4.5 bg-on-accent' : 'left-0.5 bg-edge'}`} />
      </button>
    </div>
  );
}
