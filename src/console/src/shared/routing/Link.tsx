import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { navigate, pathOf, type Route } from './route';

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> & { to: Route };

/** A real link (middle click, copy, screen reader) that does not reload the page. */
export function Link({ to, ...rest }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return <a href={pathOf(to)} onClick={follow} {...rest} />;
}
