export function Empty({ title, hint }: { title: string; hint?: string }) {
  return (
    <div className="grid place-items-center gap-1 px-6 py-12 text-center">
      <svg viewBox="0 0 64 24" className="mb-2 h-6 w-16 text-line" aria-hidden="true">
        <path d="M2 12h10M18 8v8M24 5v14M30 9v6M36 3v18M42 8v8M48 10v4M52 12h10" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" fill="none" />
      </svg>
      <p className="font-medium">{title}</p>
      {hint && <p className="max-w-sm text-sm text-soft">{hint}</p>}
    </div>
  );
}
