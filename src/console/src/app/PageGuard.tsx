import { Component, type ReactNode } from 'react';
import { Button } from '@/shared/ui/Button';
import { Notice } from '@/shared/ui/Notice';

interface Props {
  text: string;
  reload: string;
  children: ReactNode;
}

/** A page that fails leaves the frame, the link and the other pages alive. */
export class PageGuard extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="grid justify-items-start gap-3 p-6">
        <Notice tone="red">{this.props.text}</Notice>
        <Button onClick={() => location.reload()}>{this.props.reload}</Button>
      </div>
    );
  }
}
