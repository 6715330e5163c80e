import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Empty } from './feedback.tsx';

export interface ErrorBoundaryProps {
  /** What could not be shown: "The map". */
  what: string;
  /** Another key tries again: the node on show, its result. */
  resetKey?: string | undefined;
  onError?: (error: unknown, info: ErrorInfo) => void;
  children: ReactNode;
}

/** Keeps a bug in one part of the screen from taking the rest with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown; failed: boolean }> {
  override state = { error: undefined as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    this.props.onError?.(error, info);
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.failed && before.resetKey !== this.props.resetKey) this.retry();
  }

  retry = () => this.setState({ error: undefined, failed: false });

  override render() {
    if (!this.state.failed) return this.props.children;
    const { error } = this.state;
    return (
      <div role="alert">
        <Empty
          kind="error"
          title={`${this.props.what} could not be shown`}
          text={error instanceof Error ? error.message : String(error)}
          action={
            <Button small onClick={this.retry}>
              Try again
            </Button>
          }
        />
      </div>
    );
  }
}
