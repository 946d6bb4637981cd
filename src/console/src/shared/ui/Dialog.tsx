import { useEffect, useRef, type ReactNode } from 'react';

/** A modal of the browser's own: it keeps the focus inside and closes with Escape. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => { dialog.current?.showModal(); }, []);
  return (
    <dialog ref={dialog} aria-label={title} onClose={onClose} className="m-auto w-full max-w-xl rounded-2xl border border-line bg-surface p-6 text-ink backdrop:bg-black/50">
      <h2 className="mb-4 text-lg font-semibold">{title}</h2>
      {children}
    </dialog>
  );
}
