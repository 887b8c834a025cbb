import type { JSX } from 'preact';
import type { PageProps } from '../../shell/Shell';

export function Operations({ settings }: PageProps): JSX.Element {
  return <h1>{settings.name}</h1>;
}
