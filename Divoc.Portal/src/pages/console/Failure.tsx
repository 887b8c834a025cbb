import type { ComponentChildren, JSX } from 'preact';
import type { Problem } from '../../shell/call';
import { problemShown } from './shown';

/** Why a call was refused. The region is always there, so that what comes into it is read out. */
export function Failure({ problem, children }: { readonly problem: Problem | undefined; readonly children?: ComponentChildren }): JSX.Element {
  return (
    <div role="alert">
      {problem && (
        <div class="notice bad">
          <p>{problemShown(problem)}</p>
          {children}
        </div>
      )}
    </div>
  );
}
