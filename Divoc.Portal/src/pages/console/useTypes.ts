import { useEffect, useState } from 'preact/hooks';
import { segment, type Problem } from '../../shell/call';
import { fieldsOf, type Field } from './schema';
import { problemOf, useService } from './session';
import type { TypeList, TypeOfCertificate } from './types';

export interface Shape {
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Loaded<T> {
  readonly value?: T;
  readonly problem?: Problem;
  readonly again: () => void;
}

/** Loads something, and again when it is asked for or when the page is open again after its key was refused. */
export function useLoaded<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [state, setState] = useState<{ readonly key: string; readonly value?: T; readonly problem?: Problem }>({ key });
  const [turn, setTurn] = useState(0);
  const service = useService();
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setState({ key, value }),
      (error: unknown) => current && setState({ key, problem: problemOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [key, turn, service]);
  const again = (): void => setTurn(turn + 1);
  return state.key === key ? { ...state, again } : { again };
}

export function useTypes(): Loaded<TypeList['types']> {
  const service = useService();
  return useLoaded(async () => (await service.json<TypeList>('/types')).types, 'types');
}

/** The shapes of a type, as fields. */
export function useShapes(type: string): Loaded<readonly Shape[]> {
  const service = useService();
  return useLoaded(async () => {
    const loaded = await service.json<TypeOfCertificate>(`/types/${segment(type)}`);
    return loaded.shapes.map((shape) => ({ name: shape.name, fields: fieldsOf(shape.schema) }));
  }, type);
}
