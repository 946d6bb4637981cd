interface Choice<T extends string> {
  value: T;
  label: string;
  badge?: number;
}

interface Props<T extends string> {
  label: string;
  choices: readonly Choice<T>[];
  chosen: T;
  onChoose: (value: T) => void;
}

/** A row of choices of which one holds; pressed buttons, so that Tab and Space work without further rules. */
export function Tabs<T extends string>({ label, choices, chosen, onChoose }: Props<T>) {
  return (
    <div role="group" aria-label={label} className="inline-flex flex-wrap gap-1 rounded-xl bg-sunken p-1">
      {choices.map(({ value, label: text, badge }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen === value}
          onClick={() => onChoose(value)}
          className={`rounded-lg px-3 py-1 text-sm font-medium ${chosen === value ? 'bg-surface text-ink shadow-sm' : 'text-soft hover:text-ink'}`}
        >
          {text}
          {badge ? <span className="ml-1.5 rounded-full bg-amber-soft px-1.5 text-xs text-amber tabular-nums">{badge}</span> : null}
        </button>
      ))}
    </div>
  );
}
