import { useId, type ComponentProps, type ReactNode } from 'react';

const box = 'min-h-10 w-full rounded-lg border border-edge bg-surface px-3 py-2 text-ink placeholder:text-soft disabled:opacity-60 aria-invalid:border-red';

interface Labelled {
  label: string;
  error?: string;
  hint?: string;
}

function Frame({ id, label, error, hint, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-medium">{label}</label>
      {children}
      {hint && <p id={`${id}-hint`} className="text-xs text-soft">{hint}</p>}
      {error && <p id={`${id}-error`} role="alert" className="text-sm text-red">{error}</p>}
    </div>
  );
}

/** The id of a field and what describes it, for assistive technology. */
function useDescribed({ error, hint }: Labelled) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return { id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined };
}

export function TextField({ label, error, hint, className = '', ...rest }: ComponentProps<'input'> & Labelled) {
  const marks = useDescribed({ label, error, hint });
  return <Frame id={marks.id} label={label} error={error} hint={hint}><input {...marks} className={`${box} ${className}`} {...rest} /></Frame>;
}

export function TextArea({ label, error, hint, className = '', ...rest }: ComponentProps<'textarea'> & Labelled) {
  const marks = useDescribed({ label, error, hint });
  return <Frame id={marks.id} label={label} error={error} hint={hint}><textarea {...marks} className={`${box} resize-y ${className}`} {...rest} /></Frame>;
}

export function Select({ label, error, hint, className = '', ...rest }: ComponentProps<'select'> & Labelled) {
  const marks = useDescribed({ label, error, hint });
  return <Frame id={marks.id} label={label} error={error} hint={hint}><select {...marks} className={`${box} ${className}`} {...rest} /></Frame>;
}
