import type { JSX } from 'preact';
import type { PageProps } from '../../shell/Shell';

export function Console({ settings }: PageProps): JSX.Element {
  return <h1>{settings.name}</h1>;
}
