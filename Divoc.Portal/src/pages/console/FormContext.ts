import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Values } from './values';

/** What the fields of one form share. */
export interface FormState {
  /** Begins the ids of the fields, as several forms can stand on the page. */
  readonly prefix: string;
  readonly values: Values;
  readonly set: (pointer: string, value: string | readonly string[]) => void;
  /** Errors by the pointers of fields. */
  readonly faults: Readonly<Record<string, readonly string[]>>;
  /** Fields that can't be changed. */
  readonly fixed: readonly string[];
}

export const FormContext = createContext<FormState>({ prefix: '', values: {}, set: () => undefined, faults: {}, fixed: [] });

export const useForm = (): FormState => useContext(FormContext);

export const idOf = (prefix: string, pointer: string): string => `${prefix}${pointer.replace(/[^A-Za-z0-9]/g, '-')}`;
