/** The name with its mark: a voice that ends in a light. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="#0f5c63" />
        <path d="M8 13v6M13 9v14M18 12v8M23 7v10" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
        <circle cx="23" cy="22.5" r="2.2" fill="#f0b968" />
      </svg>
      SmartPBX
    </span>
  );
}
