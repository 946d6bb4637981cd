import type { HTMLAttributes } from 'react';

type Props = HTMLAttributes<HTMLElement> & {
  /** Asks for attention. */
  urgent?: boolean;
};

export function Card({ urgent = false, className = '', ...rest }: Props) {
  return <section className={`rounded-2xl border bg-surface ${urgent ? 'border-amber ring-1 ring-amber' : 'border-line'} ${className}`} {...rest} />;
}

export function CardTitle({ className = '', ...rest }: HTMLAttributes<HTMLHeadingElement>) {
  return <h2 className={`text-sm font-semibold text-soft ${className}`} {...rest} />;
}
